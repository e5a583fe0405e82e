/** Calls the listener on Ctrl-C, instead of ending the process, until it is disposed. */
export function onInterrupt(listener: () => void): Disposable {
  process.on('SIGINT', listener)
  return { [Symbol.dispose]: () => void process.off('SIGINT', listener) }
}
