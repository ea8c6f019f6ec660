import { connect, createServer } from 'node:net'
import SecretStream from '@hyperswarm/secret-stream'
import type { Space } from '../../core/space/space.ts'
import { Claims } from '../../core/sync/claims.ts'
import { PeerSession } from '../../core/sync/session.ts'
import { NO_FILES } from '../../core/sync/space-files.ts'
import { systemTimers } from '../../core/sync/timers.ts'
import { throwAwayReceipts } from '../support/sync.ts'

interface Listener {
  /** Whatever goes wrong spoils the bench. */
  fail(error: unknown): void
  closed?(): void
  /** Who is turned away spoils it too, where nothing else is said. */
  refused?(): void
  /** Of all streams of one computer. */
  claims?: Claims
}

/** Speaks of one space over a stream, as the program does. */
export const talk = (
  stream: SecretStream,
  space: Space,
  { fail, closed = () => undefined, refused, claims = new Claims() }: Listener,
): PeerSession =>
  new PeerSession(stream, [space], {
    claims,
    filesOf: () => NO_FILES,
    receiptsOf: throwAwayReceipts,
    timers: systemTimers,
    events: {
      met: () => undefined,
      left: () => undefined,
      gave: () => undefined,
      succeeded: () => undefined,
      refused: refused ?? (({ code }) => fail(new Error(code))),
      failed: fail,
      closed,
    },
  })

/** A stream to who serves at this port of this computer. */
export async function dial(port: number): Promise<SecretStream> {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  const stream = new SecretStream(true, socket)
  await stream.opened
  return stream
}

/** Listens at a port of this computer, which it resolves with. */
export async function serve(take: (stream: SecretStream) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    take(new SecretStream(false, socket))
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
