import { countChars, isStorable } from '@parley/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

import { titleFromReply } from './from-reply.ts'

describe('the title in a reply', () => {
  it.each([
    ['Plan the week', 'Plan the week'],
    ['\n\n  Plan \t the week  \r\nIt covers Monday to Friday.', 'Plan the week'],
    ['Title: Plan the week', 'Plan the week'],
    ['**Title:** "Plan the week."', 'Plan the week'],
    ['"Title: Plan the week".', 'Plan the week'],
    ['Titel: „Die Woche planen“', 'Die Woche planen'],
    ['Titre : « Planifier la semaine »', 'Planifier la semaine'],
    ['标题:「一周计划」。', '一周计划'],
    ['# Plan the **week**', 'Plan the week'],
    ['- _Plan the week_', 'Plan the week'],
    ['> `Plan` the week', 'Plan the week'],
    ['[Plan](https://example.com/?q=words) the week ![pixel](https://example.com/p.png)', 'Plan the week pixel'],
    ['<title>Plan the week</title>', 'Plan the week'],
    ['```\nPlan the week\n```', 'Plan the week'],
    ["Sure! Here's a title:\n\nPlan the week", 'Plan the week'],
    ['<think>They plan.\nA week?</think>\n\nPlan the week', 'Plan the week'],
    ['They plan. A week?\n</THINK>Plan the week', 'Plan the week'],
    ['Plan the week\n<think>and now', 'Plan the week'],
    ['"Hamlet" and "Macbeth"', '"Hamlet" and "Macbeth"'],
    ["Rock 'n' roll", "Rock 'n' roll"],
    ['Moving to the U.S.', 'Moving to the U.S.'],
    ['Plan the week…', 'Plan the week…'],
    ['Using <div> and snake_case in HTML', 'Using <div> and snake_case in HTML'],
    ['-5 °C in winter', '-5 °C in winter'],
    ['Pl\0an\u202E the \u2066week\u2069\u0085\uD800\u200B', 'Plan the week'],
    ['👨‍👩‍👧 Family week', '👨‍👩‍👧 Family week'],
    ['می‌خواهم', 'می‌خواهم'],
  ])('of %j is %j', (reply, title) => {
    expect(titleFromReply(reply)).toBe(title)
  })

  it('of 10,000 characters is cut at a word', () => {
    expect(titleFromReply('word '.repeat(2_000))).toBe('word word word word word word word word word word word word…')
    expect(titleFromReply('x'.repeat(10_000))).toBe(`${'x'.repeat(59)}…`)
    expect(titleFromReply(`${'"'.repeat(900)}Plan`)).toBeNull()
    expect(titleFromReply(`${'"'.repeat(10_000)}Plan`)).toBeNull()
  })

  it.each([
    '',
    ' \n\t ',
    '\0\u202E\u200B',
    '…',
    '"".',
    '***',
    '```\n```',
    '👋',
    'Here is your title:',
    '<think>I am still thinking about',
    '<think>thought</think>',
    '{"title": "Plan the week"}',
    '{\n  "title": "Plan the week"\n}',
    '```json\n{"title": "Plan the week"}\n```',
    '["Plan the week"]',
    '[\n"Plan the week"]',
  ])('is not found in %j', (reply) => {
    expect(titleFromReply(reply)).toBeNull()
  })

  it('is a line of 1 to 60 characters that can be stored and seen, whatever the reply', () => {
    const units = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 200 })
    const marks = fc.constantFrom('"', '*', '_', '`', '#', '\n', '<think>', '</think>', 'Title:', '.', 'a b', '\u202E')
    const replies = fc.array(fc.oneof(units, marks, fc.string({ unit: 'grapheme' }))).map((parts) => parts.join(''))
    fc.assert(
      fc.property(replies, (reply) => {
        const title = titleFromReply(reply)
        if (title === null) return
        expect(countChars(title)).toBeLessThanOrEqual(60)
        expect(title).toMatch(/[\p{L}\p{N}]/u)
        expect(title).not.toMatch(/[\p{Cc}\p{Cs}\p{Bidi_Control}\u2028\u2029]/u)
        expect(title.trim()).toBe(title)
        expect(isStorable(title)).toBe(true)
      }),
    )
  })

  it('is found in time that grows with the reply alone', () => {
    const started = performance.now()
    for (const piece of ['<think>', '</think>', '[', '![](', '*', '"', '“', ' ', '.', 'Title:', '\n']) {
      titleFromReply(piece.repeat(200_000))
    }
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
