import { join } from 'node:path'

import type { OwnDatabase } from '../postgres/database.ts'
import { FlightWatch } from '../proxy/flight-watch.ts'
import { openTunnel, type Tunnel } from '../proxy/tunnel.ts'
import { freePort } from '../replica/free-port.ts'
import { createReplica, type Replica } from '../replica/replica.ts'

/** One replica, with its own way to the database and a way to it that clients take. */
export interface Lane extends AsyncDisposable {
  readonly name: string
  readonly url: string
  readonly replica: Replica
  readonly toDatabase: Tunnel
  readonly flights: FlightWatch
  readonly fromClients: Tunnel
}

interface Options {
  name: string
  folder: string
  database: OwnDatabase
  providerUrl: string
  onCrash: (name: string, code: number | null) => void
}

export async function openLane({ name, folder, database, providerUrl, onCrash }: Options): Promise<Lane> {
  await using stack = new AsyncDisposableStack()
  const flights = new FlightWatch()
  const toDatabase = stack.use(await openTunnel(() => ({ path: database.socket }), flights.watch))
  const port = await freePort()
  const fromClients = stack.use(await openTunnel(() => ({ host: '127.0.0.1', port })))
  const url = `http://127.0.0.1:${fromClients.port}`
  const env = {
    BASE_URL: url,
    DATABASE_URL: `postgres://${database.user}@127.0.0.1:${toDatabase.port}/${database.name}`,
    AUTH_SECRET: 'the secret of both replicas, 32 characters',
    OPENAI_BASE_URL: providerUrl,
    OPENAI_API_KEY: 'none',
    DEFAULT_MODEL: 'openai:fault-model',
    DATA_DIR: folder,
    LOG_LEVEL: 'info',
  }
  const log = join(folder, `server-${name}.log`)
  const replica = createReplica({ port, env, log, onCrash: (code) => onCrash(name, code) })
  stack.defer(() => void replica.kill())
  const owned = stack.move()
  return { name, url, replica, toDatabase, flights, fromClients, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}
