import { describe, expect, it } from 'vitest'

import { readEnv } from './env.ts'

const wrong = {
  PORT: 'canary-1',
  BASE_URL: 'canary-2',
  TRUST_PROXY: '-3',
  DATABASE_POOL_SIZE: '0',
  DATABASE_POOL_OVERFLOW: '-1',
  DATABASE_POOL_WAIT_MS: 'canary-9',
  DATABASE_CONNECT_SECONDS: 'canary-10',
  DATABASE_SIZE_WARNING_MB: '10 GB',
  AUTH_SECRET: 'canary-4',
  ALLOW_GUESTS: 'canary-5',
  OPENAI_BASE_URL: 'canary-6',
  ANTHROPIC_BASE_URL: 'canary-7',
  MAX_MESSAGE_CHARS: '0.5',
  LOG_LEVEL: 'canary-8',
}

function failure(variables: Record<string, string>): string {
  try {
    readEnv(variables)
  } catch (error) {
    return String(error)
  }
  return ''
}

describe('the settings', () => {
  it('have defaults, and nothing is set that nobody set', () => {
    expect(readEnv({})).toEqual({
      PORT: 3000,
      HOST: '127.0.0.1',
      TRUST_PROXY: 0,
      DATABASE_POOL_SIZE: 5,
      DATABASE_POOL_OVERFLOW: 10,
      DATABASE_POOL_WAIT_MS: 5_000,
      DATABASE_CONNECT_SECONDS: 60,
      DATABASE_SIZE_WARNING_MB: 10_240,
      DATA_DIR: './data',
      ALLOW_GUESTS: true,
      MAX_MESSAGE_CHARS: 16_000,
      LOG_LEVEL: 'info',
    })
  })

  it('count as unset when they are empty or blank, each of them', () => {
    const names = [
      ...Object.keys(wrong),
      'HOST',
      'DATABASE_URL',
      'DATA_DIR',
      'OPENAI_API_KEY',
      'DEFAULT_MODEL',
      'METRICS_TOKEN',
    ]
    for (const blank of ['', '  ']) {
      expect(readEnv(Object.fromEntries(names.map((name) => [name, blank])))).toEqual(readEnv({}))
    }
  })

  it('are refused together, each by its name and never with its value', () => {
    const message = failure(wrong)
    for (const name of Object.keys(wrong)) expect(message).toContain(`  ${name}: `)
    expect(message).not.toContain('canary')
    expect(message.split('\n')).toHaveLength(Object.keys(wrong).length + 1)
  })

  it.each([
    ['PORT', '65536'],
    ['PORT', '3000.5'],
    ['PORT', '0x1f'.padEnd(12, 'f')],
    ['BASE_URL', 'ftp://chat.example'],
    ['BASE_URL', 'javascript:alert(1)'],
    ['MAX_MESSAGE_CHARS', '1000001'],
    ['ALLOW_GUESTS', 'yes'],
  ])('%s=%s is refused', (name, value) => {
    expect(failure({ [name]: value })).toContain(`  ${name}: `)
  })

  it('are taken as they are meant', () => {
    const read = readEnv({ PORT: ' 8080 ', BASE_URL: 'https://chat.example', ALLOW_GUESTS: 'false', OTHER: 'ignored' })
    expect(read).toMatchObject({ PORT: 8080, BASE_URL: 'https://chat.example', ALLOW_GUESTS: false })
    expect(read).not.toHaveProperty('OTHER')
  })
})
