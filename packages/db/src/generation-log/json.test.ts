import fc from 'fast-check'
import { expect, test } from 'vitest'

import { createTestDatabase } from '../testing/index.ts'
import { toJson } from './json.ts'

const unit = fc.oneof(
  fc.nat(0xffff).map((code) => String.fromCharCode(code)),
  fc.constantFrom('\0', '\uD83D', '\uDE00', '\\', 'u0000', '"', '😀'),
)
const text = fc.string({ unit })
const anything = fc.jsonValue({ stringUnit: unit, maxDepth: 4 })

test('what JSON can hold comes back from jsonb with nothing changed but what Postgres refuses', async () => {
  await using db = await createTestDatabase()
  await fc.assert(
    fc.asyncProperty(fc.oneof(text, fc.dictionary(text, text), anything), async (value) => {
      const [row] = await db.query<{ same: boolean }>('select $1::jsonb = $1::json::jsonb as same', [toJson(value)])
      expect(row?.same).toBe(true)
    }),
    { numRuns: 300 },
  )
})

test('text that Postgres takes is left as it is; what it refuses becomes U+FFFD at any depth, in names too', () => {
  const fine = { text: 'a\\u0000b 😀 \\ud800', deep: [{ list: [1, null, true] }] }
  expect(JSON.parse(toJson(fine))).toEqual(fine)
  const bad = { 'na\0me': ['\uD800', { deep: ['a\0', { deeper: '\uDE00\uD83D' }] }], fine: '😀', ['__proto__']: '\0' }
  expect(toJson(bad)).toBe(
    '{"na\uFFFDme":["\uFFFD",{"deep":["a\uFFFD",{"deeper":"\uFFFD\uFFFD"}]}],"fine":"😀","__proto__":"\uFFFD"}',
  )
})
