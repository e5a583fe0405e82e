import { createCodePlugin, type ThemeInput } from '@streamdown/code'

/** A piece of a line. Its colours are the variables of tokens.css, so both themes share one run. */
export interface Token {
  content: string
  htmlStyle?: Record<string, string>
}

const colour = (name: string, scope: string[]) => ({ scope, settings: { foreground: `var(--code-${name})` } })

const theme: ThemeInput = {
  name: 'parley',
  type: 'light',
  fg: 'var(--ink)',
  bg: 'var(--surface)',
  settings: [
    { settings: { foreground: 'var(--ink)', background: 'var(--surface)' } },
    colour('comment', ['comment', 'punctuation.definition.comment', 'markup.quote']),
    colour('keyword', ['keyword', 'storage', 'variable.language', 'entity.name.tag', 'markup.deleted']),
    colour('string', ['string', 'markup.inserted', 'markup.inline.raw']),
    colour('number', ['constant', 'support.constant', 'keyword.other.unit', 'string.regexp']),
    colour('function', ['entity.name.function', 'support.function', 'markup.heading']),
    colour('name', [
      'entity.name.type',
      'entity.name.class',
      'support.type',
      'support.class',
      'entity.other.attribute-name',
      'meta.property-name',
      'support.type.property-name',
    ]),
    { scope: ['keyword.operator', 'punctuation'], settings: { foreground: 'var(--ink-soft)' } },
  ],
}

const plugin = createCodePlugin({ themes: [theme, theme] })

/** Calls back with the pieces of every line; never for a language it does not know. */
export function highlight(code: string, language: string, incomplete: boolean, done: (lines: Token[][]) => void): void {
  const known = plugin.getSupportedLanguages().find((name) => name === language.toLowerCase())
  if (known === undefined) return
  const request = { code, language: known, isIncomplete: incomplete, themes: plugin.getThemes() }
  const lines = plugin.highlight(request, (result) => done(result.tokens))
  if (lines !== null) done(lines.tokens)
}
