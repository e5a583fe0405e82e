import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

const SOURCES = join(import.meta.dirname, '..')

/** A docstring with what it stands before. */
export interface Docstring {
  /** The file, from the package's sources. */
  file: string
  line: number
  /** The exported function; null when it stands before something else. */
  exported: string | null
  /** The code of its examples. */
  examples: string[]
}

const DOCSTRING = /^[ \t]*\/\*\*(?<text>[^]*?)\*\/\n(?:export (?:async function|function|const) (?<name>\w+))?/gm
const EXAMPLE = /@example\s+```ts\n(?<code>[^]*?)```/g

/** Every docstring of this package. */
export async function readDocstrings(): Promise<Docstring[]> {
  const files = (await readdir(SOURCES, { recursive: true })).filter((file) => /(?<!\.test)\.ts$/.test(file))
  const found = await Promise.all(
    files.map(async (file) => docstringsIn(file, await readFile(join(SOURCES, file), 'utf8'))),
  )
  return found.flat()
}

export function docstringsIn(file: string, source: string): Docstring[] {
  return [...source.matchAll(DOCSTRING)].map((match) => ({
    file: relative('.', file).split(sep).join('/'),
    line: source.slice(0, match.index).split('\n').length,
    exported: match.groups?.['name'] ?? null,
    examples: examplesIn(match.groups?.['text'] ?? ''),
  }))
}

function examplesIn(text: string): string[] {
  const plain = text
    .split('\n')
    .map((line) => line.replace(/^\s*\* ?/, ''))
    .join('\n')
  return [...plain.matchAll(EXAMPLE)].map((match) => match.groups?.['code'] ?? '')
}
