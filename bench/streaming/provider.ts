import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'

import { quantile } from '../runner/measurement.ts'
import { now } from './clock.ts'
import { behaviours, frames } from './frames.ts'
import { callSchema } from './protocol.ts'
import { Wheel } from './wheel.ts'
import { answer } from './worker.ts'

const wheel = new Wheel<ServerResponse>(performance.now())
let late: number[] = []

const server = createServer((request, response) => void serve(request, response))

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method === 'GET') {
    const data = behaviours.map((id) => ({ id, object: 'model', owned_by: 'bench' }))
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ object: 'list', data }))
    return
  }
  const { model } = callSchema.parse(await json(request))
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  response.socket?.setNoDelay(true)
  response.write(frames.role)
  response.write(frames.text(now()))
  if (model === 'short') response.end(frames.end)
  if (model !== 'steady') return
  wheel.add(response)
  response.on('close', () => wheel.remove(response))
}

function turn(): void {
  wheel.advance(performance.now(), (response, lateness) => {
    late.push(lateness)
    response.write(frames.text(now()))
  })
  setTimeout(turn, 1)
}

await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
turn()

answer({
  address: async () => {
    const address = server.address()
    return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : address}/v1` }
  },
  /** What was sent since the last time this was asked. */
  sent: async () => {
    const was = late
    late = []
    return { chunks: was.length, lateP99: was.length === 0 ? 0 : quantile(was, 0.99) }
  },
})
