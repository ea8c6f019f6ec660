import { createServer, type Server, Socket } from 'node:net'
import { Transform } from 'node:stream'

export interface BadLineOptions {
  /** Delay each way, ms. */
  delayMs: number
  /** Bytes a second, each way. */
  rate: number
  /** A connection breaks without a word after so many bytes, whoever sends them. */
  breaksAfter: number
}

/** A poor network between whoever dials it and a port of this computer: slow, late, and it breaks connections. */
export class BadLine {
  /** Connections that it broke. */
  broken = 0
  private readonly server: Server
  private readonly sockets = new Set<Socket>()

  private constructor(server: Server) {
    this.server = server
  }

  static async to(target: number, options: BadLineOptions): Promise<BadLine> {
    const server = createServer()
    const line = new BadLine(server)
    server.on('connection', (from) => line.join(from, target, options))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    return line
  }

  get port(): number {
    const address = this.server.address()
    return typeof address === 'object' && address ? address.port : 0
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.server.close(() => resolve()))
    for (const socket of this.sockets) socket.destroy()
    await closed
  }

  private join(from: Socket, target: number, { delayMs, rate, breaksAfter }: BadLineOptions): void {
    const to = new Socket().connect(target, '127.0.0.1')
    let passed = 0
    const end = () => {
      from.destroy()
      to.destroy()
    }
    const slow = () =>
      new Transform({
        highWaterMark: 16 * 1024,
        transform: (bytes: Buffer, _encoding, done) => {
          passed += bytes.length
          if (passed > breaksAfter) {
            this.broken += 1
            end()
            return done()
          }
          setTimeout(() => done(null, bytes), delayMs + (bytes.length / rate) * 1000)
        },
      })
    for (const socket of [from, to]) {
      this.sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        this.sockets.delete(socket)
        end()
      })
    }
    from.pipe(slow()).pipe(to)
    to.pipe(slow()).pipe(from)
  }
}
