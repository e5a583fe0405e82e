import { gatherFacts } from './facts.ts'

const maxFrames = 8

/**
 * What a log may hold of an error: its status, its names and codes, and where it was thrown. Never its message: that
 * may quote what a person or a model said, or a key.
 */
export function failureTrace(error: unknown) {
  const { status, codes } = gatherFacts(error)
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  return {
    status,
    codes: [...codes].filter((code) => /^[\w.-]{1,50}$/.test(code)),
    frames: stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .slice(0, maxFrames)
      .map((line) => line.trim()),
  }
}
