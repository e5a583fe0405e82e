#!/usr/bin/env node
import { enableCompileCache } from 'node:module'

// Most of a short command's time goes into reading our own sources, so what that gives is kept for the next one.
enableCompileCache()
const { run } = await import('./run.ts')

// Who reads the answer has read enough, as `head` does.
process.stdout.on('error', (error: Error & { code?: string }) => {
  if (error.code !== 'EPIPE') throw error
  process.exit(0)
})
process.exitCode = await run(process.argv.slice(2))
