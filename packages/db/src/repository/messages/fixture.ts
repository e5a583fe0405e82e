import fc from 'fast-check'

/** For tests: emoji sequences, combining marks, right-to-left, bidi controls, separators, noncharacters, NUL, half pairs. */
export const pieces = [
  '👩‍👩‍👧‍👦🏳️‍🌈👍🏽',
  'e\u0301\u0323a\u0327\u0308',
  'שלום عليكم',
  '\u202Eabc\u2066\u2069\u200F\u061C',
  '\u2028\u2029\u0085\u00A0\u200B\uFEFF',
  '\r\n\t\v\f  \n',
  '\uFFFE\uFFFF\u{10FFFF}\u001B[31m\u007F',
  "'; drop table users; -- $1 \\x00 \\",
  '\0',
  '\uD83D',
  '\uDE00',
]
const unit = fc.nat(0xffff).map((code) => String.fromCharCode(code))

/** For tests: any text that a program may hand over, more often one that is hard to handle. */
export const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit, maxLength: 20 }),
  fc
    .array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 5 })), { maxLength: 40 })
    .map((all) => all.join('')),
)
