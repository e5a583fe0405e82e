import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { cpus } from 'node:os'
import { join } from 'node:path'

import type { z } from 'zod'

import { replySchema, requestSchema } from './protocol.ts'

/** A process of a bench that answers questions. */
export interface Worker extends AsyncDisposable {
  ask<Schema extends z.ZodType>(name: string, schema: Schema, argument?: unknown): Promise<z.output<Schema>>
}

const count = cpus().length
/** Whether processes can be kept to cores of their own. */
export const canPin = count > 1 && spawnSync('taskset', ['--version']).status === 0
/** What is measured has the last core for itself; everything else shares the others. */
const cores = { measured: String(count - 1), others: count > 2 ? `0-${count - 2}` : '0', any: `0-${count - 1}` }
export type Core = keyof typeof cores

interface Start {
  readonly core: Core
  /** Ends the process, and with it what is asked of it. */
  readonly signal?: AbortSignal
  readonly argument?: unknown
}

/** Starts one of the programs beside this file; it ends when it is disposed or this process ends. */
export function startWorker(program: string, { core, signal, argument = null }: Start): Worker {
  const node = [process.execPath, '--expose-gc', join(import.meta.dirname, program), JSON.stringify(argument)]
  const [command = '', ...args] = canPin ? ['taskset', '-c', cores[core], ...node] : node
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], serialization: 'advanced' })
  const exited = once(child, 'exit')
  const waiting = new Map<number, PromiseWithResolvers<unknown>>()
  let asked = 0
  child.on('message', (message) => {
    const { id, result, error } = replySchema.parse(message)
    if (error === undefined) waiting.get(id)?.resolve(result)
    else waiting.get(id)?.reject(new Error(`${program}: ${error}`))
    waiting.delete(id)
  })
  const onAbort = () => child.kill('SIGKILL')
  signal?.addEventListener('abort', onAbort, { once: true })
  if (signal?.aborted === true) onAbort()
  child.on('exit', (code) => {
    signal?.removeEventListener('abort', onAbort)
    for (const { reject } of waiting.values()) reject(new Error(endOf(code)))
  })
  const endOf = (code: number | null) =>
    signal?.aborted === true ? String(signal.reason) : `${program} ended with ${code}`
  return {
    ask: async (name, schema, question = null) => {
      if (signal?.aborted === true || !child.connected) throw new Error(endOf(child.exitCode))
      const id = asked++
      const reply = Promise.withResolvers<unknown>()
      waiting.set(id, reply)
      child.send({ id, name, argument: question })
      return schema.parse(await reply.promise)
    },
    [Symbol.asyncDispose]: async () => {
      if (child.connected) child.disconnect()
      await exited
    },
  }
}

/** In a worker: answers what is asked until the bench is over, then cleans up and ends. */
export function answer(
  handlers: Record<string, (argument: unknown) => Promise<unknown>>,
  close: () => Promise<void> = () => Promise.resolve(),
): void {
  const reply = async (message: unknown) => {
    const { id, name, argument } = requestSchema.parse(message)
    try {
      process.send?.({ id, result: (await handlers[name]?.(argument)) ?? null })
    } catch (error) {
      process.send?.({ id, result: null, error: error instanceof Error ? error.stack : String(error) })
    }
  }
  process.on('message', (message) => void reply(message))
  const end = (code: number) => void close().finally(() => process.exit(code))
  process.on('disconnect', () => end(0))
  // The bench may be over before this process is ready.
  if (!process.connected) end(0)
  process.on('uncaughtException', (error) => {
    console.error(error)
    end(1)
  })
}

/** In a worker: what it was started with. */
export const workerArgument = (): unknown => JSON.parse(process.argv[2] ?? 'null')
