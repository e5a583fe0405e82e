/** The lowest versions without a known hole or a bug that Parley would feel. A package that is not installed is fine. */
export const floors: Readonly<Record<string, string>> = {
  'drizzle-orm': '0.45.2',
  '@trpc/server': '11.8.0',
  'better-auth': '1.6.14',
  '@modelcontextprotocol/sdk': '1.26.0',
  mermaid: '11.15.0',
  qs: '6.14.2',
}

/** Every version of `name` in the text of a pnpm-lock.yaml, prereleases as written. */
export function lockedVersions(lock: string, name: string): string[] {
  const packages = lock.split('\npackages:\n')[1]?.split('\nsnapshots:\n')[0]
  if (!packages) throw new Error('this is not a pnpm-lock.yaml with packages')
  const keys = packages.matchAll(/^ {2}'?((?:@[^@/\s]+\/)?[^@'/\s]+)@([^':(\s]+)'?:$/gm)
  return [...keys].flatMap(([, key, version]) => (key === name && version ? [version] : []))
}

/** Whether `version` is `floor` or higher. A prerelease of the floor itself is below it. */
export function isAtLeast(version: string, floor: string): boolean {
  const [release = '', prerelease] = version.split(/-(.*)/, 2)
  const order = compare(release, floor)
  return order === 0 ? prerelease === undefined : order > 0
}

function compare(a: string, b: string): number {
  const left = a.split('.').map(Number)
  const right = b.split('.').map(Number)
  return [0, 1, 2].map((i) => (left[i] ?? 0) - (right[i] ?? 0)).find((difference) => difference !== 0) ?? 0
}
