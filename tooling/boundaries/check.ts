import type { Import } from './graph.ts'
import { isTest, layers, serverOnly, shipped } from './layers.ts'

const layerOf = (file: string) => Object.keys(layers).find((folder) => file.startsWith(`${folder}/`))

/** What is wrong with the imports, a line a finding; empty when every boundary holds. */
export function findViolations(imports: readonly Import[]): string[] {
  const sources = imports.filter((edge) => !isTest(edge.from))
  return [...unresolved(sources), ...crossings(sources), ...leaks(sources), ...cycles(sources)]
}

function unresolved(imports: readonly Import[]): string[] {
  return imports
    .filter((edge) => !edge.found && /^(\.|@parley\/)/.test(edge.specifier))
    .map((edge) => `${edge.from} imports ${edge.specifier}, which leads nowhere`)
}

function crossings(imports: readonly Import[]): string[] {
  return imports.flatMap((edge) => {
    const from = layerOf(edge.from)
    const to = layerOf(edge.to)
    if (!from || !to || from === to) return []
    if (edge.specifier.startsWith('.')) return [`${edge.from} reaches into ${to} by a path: ${edge.specifier}`]
    const allowed = layers[from]
    if (allowed?.values.includes(to)) return []
    if (allowed?.types?.includes(to)) return edge.typeOnly ? [] : [`${edge.from} may import only types from ${to}`]
    return [`${edge.from} may not import ${to}`]
  })
}

/** Shipped code that loads server code, with the shortest way there: a type-only import loads nothing. */
function leaks(imports: readonly Import[]): string[] {
  const loads = neighbours(imports.filter((edge) => !edge.typeOnly))
  return shipped.flatMap((folder) => {
    const starts = [...loads.keys()].filter((file) => file.startsWith(`${folder}/`))
    const way = shortestWay(starts, loads, (file) => serverOnly.some((server) => file.startsWith(`${server}/`)))
    return way ? [`${folder} loads server code: ${way.join(' → ')}`] : []
  })
}

function shortestWay(starts: readonly string[], next: Neighbours, isGoal: (file: string) => boolean) {
  const cameFrom = new Map<string, string | undefined>(starts.map((file) => [file, undefined]))
  for (const file of cameFrom.keys()) {
    if (isGoal(file)) return wayTo(file, cameFrom)
    for (const to of next.get(file) ?? []) if (!cameFrom.has(to)) cameFrom.set(to, file)
  }
  return undefined
}

function wayTo(goal: string, cameFrom: ReadonlyMap<string, string | undefined>): string[] {
  const way: string[] = []
  for (let file: string | undefined = goal; file !== undefined; file = cameFrom.get(file)) way.unshift(file)
  return way
}

function cycles(imports: readonly Import[]): string[] {
  const next = neighbours(imports)
  const done = new Set<string>()
  const found: string[] = []
  const visit = (file: string, trail: readonly string[]) => {
    const start = trail.indexOf(file)
    if (start >= 0) found.push(`cycle: ${[...trail.slice(start), file].join(' → ')}`)
    if (start >= 0 || done.has(file)) return
    for (const to of next.get(file) ?? []) visit(to, [...trail, file])
    done.add(file)
  }
  for (const file of next.keys()) visit(file, [])
  return found
}

type Neighbours = ReadonlyMap<string, readonly string[]>

function neighbours(imports: readonly Import[]): Neighbours {
  const next = new Map<string, string[]>()
  for (const { from, to } of imports) next.set(from, [...(next.get(from) ?? []), to])
  return next
}
