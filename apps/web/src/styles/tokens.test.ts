import { describe, expect, it } from 'vitest'

import css from './tokens.css?raw'

const [light = '', dark = ''] = css.split(":root[data-theme='dark']")
const tokensOf = (part: string) =>
  new Map(Array.from(part.matchAll(/--([\w-]+): (#[0-9a-f]{6})/g), ([, name, hex]) => [name, hex]))

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((start) => Number.parseInt(hex.slice(start, start + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(first: string, second: string): number {
  const [low = 0, high = 0] = [luminance(first), luminance(second)].toSorted((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

describe.each([
  ['light', tokensOf(light)],
  ['dark', tokensOf(dark)],
])('%s', (_name, tokens) => {
  const of = (name: string) => tokens.get(name) ?? '#000000'
  const onPaper = ['ink', 'ink-soft', 'ink-faint', 'accent', 'good', 'warn', 'bad']
  const onCode = ['comment', 'keyword', 'string', 'number', 'function', 'name'].map((name) => `code-${name}`)

  it.each(onPaper)('%s can be read on every ground', (name) => {
    for (const ground of ['ground', 'surface', 'sunken', 'raised']) {
      expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(4.5)
    }
  })

  it.each(onCode)('%s can be read in a block of code', (name) => {
    expect(contrast(of(name), of('surface'))).toBeGreaterThanOrEqual(4.5)
  })

  it('what is written on a button can be read, also under the pointer', () => {
    expect(contrast(of('fill-ink'), of('fill'))).toBeGreaterThanOrEqual(4.5)
    expect(contrast(of('fill-ink'), of('fill-strong'))).toBeGreaterThanOrEqual(4.5)
  })

  it('edges that carry meaning can be seen', () => {
    for (const ground of ['ground', 'surface', 'raised']) {
      expect(contrast(of('edge'), of(ground))).toBeGreaterThanOrEqual(3)
    }
  })
})
