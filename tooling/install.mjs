// Installs the dependencies unless node_modules already is what the lock file says. npm runs this before `start` and
// `test` with whatever Node (20 or newer) the machine has, so it is plain JavaScript and uses nothing but Node.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'node_modules/.parley-install')
const read = (/** @type {string} */ path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')

const projects = ['.', 'apps', 'packages'].flatMap((folder) =>
  readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(root, folder, entry.name, 'package.json')))
    .map((entry) => join(root, folder, entry.name)),
)

/** What an install depends on, with pnpm's own record of what it installed last. */
function state() {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  const inputs = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', 'package.json', 'node_modules/.pnpm/lock.yaml']
  for (const path of inputs) hash.update(`\n${path}\n${read(join(root, path))}`)
  for (const project of projects) hash.update(`\n${project}\n${read(join(project, 'package.json'))}`)
  return hash.digest('hex')
}

const isInstalled = read(stamp) === state() && projects.every((project) => existsSync(join(project, 'node_modules')))

if (!isInstalled) {
  const { packageManager } = JSON.parse(read(join(root, 'package.json')))
  // Frozen in CI alone: a contributor's new app has dependencies that the lock file does not know yet.
  const frozen = process.env.CI ? '--frozen-lockfile' : '--no-frozen-lockfile'
  const { status } = spawnSync('npx', ['--yes', packageManager, 'install', frozen], {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status !== 0) process.exit(status ?? 1)
  writeFileSync(stamp, state())
}
