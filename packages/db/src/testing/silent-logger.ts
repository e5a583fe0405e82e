import type { Logger } from '../logger.ts'

/** For tests that look at no log. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }
