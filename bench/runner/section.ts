import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const page = join(import.meta.dirname, '../../docs/performance.md')
const plots = join(import.meta.dirname, '../../docs/performance')

/** What a bench shows in docs/performance.md. */
export interface Section {
  readonly text: string
  /** SVGs by file name. */
  readonly plots?: Readonly<Record<string, string>>
}

/** Puts a section between the marks of its bench, and its plots beside the page. */
export async function writeSection(bench: string, section: Section): Promise<void> {
  const written = replaceSection(await readFile(page, 'utf8'), bench, section.text)
  await mkdir(plots, { recursive: true })
  for (const [name, svg] of Object.entries(section.plots ?? {})) await writeFile(join(plots, name), svg)
  await writeFile(page, written)
}

/** The page with another text between the marks of a bench. Throws when they are not there. */
export function replaceSection(page: string, bench: string, text: string): string {
  const opening = `<!-- ${bench}: written by pnpm bench -->\n`
  const [start, end] = [page.indexOf(opening), page.indexOf(`<!-- /${bench} -->`)]
  if (start < 0 || end < start) throw new Error(`docs/performance.md has lost the marks of ${bench}.`)
  return `${page.slice(0, start)}${opening}\n${text}\n\n${page.slice(end)}`
}
