import { onStopSignal } from '../stop-signals.ts'
import { run } from './run.ts'
import { createTerminal } from './terminal.ts'

const stopping = new AbortController()
onStopSignal(() => stopping.abort())
process.exitCode = await run(process.argv.slice(2), createTerminal(process.stdout, process.stderr), stopping.signal)
