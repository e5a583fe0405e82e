import { silentLogger as logger } from '../testing/silent-logger.ts'
import { startEmbedded } from './index.ts'

// A Parley that can be killed: starts on the folder it is given, says so, and stays; Ctrl-C alone does not end it.
process.on('SIGINT', () => {})
const { settings } = await startEmbedded({ dataDir: process.argv[2] ?? '', logger })
process.stdout.write(`${JSON.stringify(settings)}\n`)
setInterval(() => {}, 60_000)
