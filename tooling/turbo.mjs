// Runs turbo with its telemetry off; there is no setting for that but the environment.
import { createRequire } from 'node:module'

process.env['TURBO_TELEMETRY_DISABLED'] = '1'
process.env['DO_NOT_TRACK'] = '1'
createRequire(import.meta.url)('turbo')
