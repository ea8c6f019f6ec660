import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

const server = createServer({ noDelay: true })
/** Ends that were called up, by the port that the call came from, which both ends know. */
const called = new Map<number, PromiseWithResolvers<Socket>>()

function callFrom(port: number): PromiseWithResolvers<Socket> {
  const call = called.get(port) ?? Promise.withResolvers<Socket>()
  called.set(port, call)
  return call
}

server.on('connection', (socket) => callFrom(socket.remotePort ?? 0).resolve(socket))
server.listen(0, '127.0.0.1')
await once(server, 'listening')
server.unref()

/** The two ends of a TCP connection within this computer. A connection that breaks ends the test's streams, and is no error of its own. */
export async function socketPair(): Promise<[Socket, Socket]> {
  const address = server.address()
  if (!address || typeof address === 'string') throw new Error('the server does not listen')
  const here = connect({ host: '127.0.0.1', port: address.port, noDelay: true }).on('error', () => undefined)
  await once(here, 'connect')
  const port = here.localPort ?? 0
  const there = (await callFrom(port).promise).on('error', () => undefined)
  called.delete(port)
  return [here, there]
}
