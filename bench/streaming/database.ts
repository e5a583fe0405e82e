import { startPostgres } from '../runner/postgres.ts'
import { answer } from './worker.ts'

const postgres = await startPostgres()
const database = await postgres.makeDatabase('bench')

answer({ settings: async () => database }, async () => postgres[Symbol.asyncDispose]())
