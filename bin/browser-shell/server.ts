import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import { contentSecurityPolicy, HARDENING_HEADERS } from '../shell/csp.ts'
import type { StaticFile } from '../shell/files.ts'
import { codeFromForm, codeFromJson, readBody } from './body.ts'
import { PLAIN_PAGE_POLICY, pageWithToken, plainPage } from './pages.ts'
import type { Redemption } from './session.ts'

/** What the server asks of the rest of the browser shell. */
export interface ServerDuties {
  redeem(code: string): Promise<Redemption>
  holds(token: string): boolean
  lock(): Promise<void>
  restart(): Promise<void>
  attach(socket: WebSocket): void
  /** The sentence with which the engine refused the profile, or null. */
  refusal(): string | null
}

/** Longest frame of the page's socket, in bytes. */
export const FRAME_LIMIT = 8 * 1024 * 1024

const USED =
  'This address has been used, or is too old. Your log is locked and nothing is lost. Press Enter in the terminal window where Parasol was started: it gives a new one.'

/**
 * The loopback server: the built renderer, the exchange of codes for a token, and the page's socket. 127.0.0.1 only, exact Host and Origin,
 * no CORS, no cookie, nothing stored, every body and frame bounded.
 */
export class LoopbackServer {
  readonly #files: ReadonlyMap<string, StaticFile>
  readonly #duties: ServerDuties
  readonly #http: Server
  readonly #sockets: WebSocketServer
  #port = 0

  constructor(files: ReadonlyMap<string, StaticFile>, duties: ServerDuties) {
    this.#files = files
    this.#duties = duties
    this.#http = createServer(
      { requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 16_384, keepAliveTimeout: 5_000 },
      (request, response) => {
        this.#answer(request, response).catch(() => response.destroy()) // the request was cut: there is nobody to answer
      },
    )
    this.#http.maxConnections = 64
    this.#sockets = new WebSocketServer({
      noServer: true,
      maxPayload: FRAME_LIMIT,
      perMessageDeflate: false,
      // The token came as the second subprotocol and must not be sent back.
      handleProtocols: () => 'parasol',
    })
    this.#http.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head))
  }

  /** Listens on 127.0.0.1. @param port 0 for any free one. @returns the port. @throws the system's error, e.g. EADDRINUSE. */
  async listen(port: number): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    this.#http.once('error', reject)
    this.#http.listen({ host: '127.0.0.1', port, exclusive: true }, resolve)
    await promise
    this.#port = (this.#http.address() as AddressInfo).port
    return this.#port
  }

  /** Stops listening and cuts what is still open. */
  async close(): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#http.close(() => resolve())
    for (const socket of this.#sockets.clients) socket.terminate()
    this.#http.closeAllConnections()
    await promise
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    for (const [name, value] of Object.entries(HARDENING_HEADERS)) response.setHeader(name, value)
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(`'self' ws://127.0.0.1:${this.#port}`))
    const { host, origin } = request.headers
    if (host !== `127.0.0.1:${this.#port}`) return send(response, 421, 'text/plain', 'no such host')
    const path = request.url ?? ''
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (origin !== undefined && origin !== this.origin) return send(response, 403, 'text/plain', 'not from here')
      return this.#file(path, response)
    }
    if (request.method !== 'POST') return send(response, 405, 'text/plain', 'no such method')
    // The page that hands the code over lies in a file, whose origin is opaque. The code is what counts there.
    if (path === '/enter') {
      if (origin !== undefined && origin !== 'null') return send(response, 403, 'text/plain', 'not from here')
      return this.#enter(request, response)
    }
    if (origin !== this.origin) return send(response, 403, 'text/plain', 'not from here')
    if (path === '/session') return this.#session(request, response)
    if (path !== '/lock' && path !== '/restart') return send(response, 404, 'text/plain', 'not here')
    const bearer = /^Bearer ([\w-]{1,100})$/.exec(request.headers.authorization ?? '')?.[1]
    if (!bearer || !this.#duties.holds(bearer)) return send(response, 401, 'text/plain', 'not with this token')
    await (path === '/lock' ? this.#duties.lock() : this.#duties.restart())
    response.writeHead(204).end()
  }

  #file(path: string, response: ServerResponse): void {
    const isPage = path === '/' || path === '/index.html'
    const refusal = isPage ? this.#duties.refusal() : null
    const file = this.#files.get(isPage ? '/index.html' : path)
    if (refusal !== null) sendPlain(response, 503, 'Parasol cannot open this log', refusal)
    else if (file) send(response, 200, file.type, file.body)
    else send(response, 404, 'text/plain', 'not here')
  }

  async #enter(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    if (body === null) return tooLong(response)
    const outcome = await this.#duties.redeem(codeFromForm(body) ?? '')
    const index = this.#files.get('/index.html')
    if (typeof outcome === 'string' || !index) return sendPlain(response, 403, 'Please open Parasol again', USED)
    const refusal = this.#duties.refusal()
    if (refusal !== null) return sendPlain(response, 503, 'Parasol cannot open this log', refusal)
    send(response, 200, index.type, pageWithToken(index.body.toString('utf8'), outcome.token))
  }

  async #session(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request)
    if (body === null) return tooLong(response)
    const outcome = await this.#duties.redeem(codeFromJson(body) ?? '')
    if (typeof outcome === 'string') return send(response, 403, 'application/json', JSON.stringify({ reason: outcome }))
    send(response, 200, 'application/json', JSON.stringify(outcome))
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { host, origin } = request.headers
    const [protocol, token, ...more] = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((part) => part.trim())
    const allowed =
      request.url === '/engine' &&
      host === `127.0.0.1:${this.#port}` &&
      origin === this.origin &&
      protocol === 'parasol' &&
      token !== undefined &&
      more.length === 0 &&
      this.#duties.holds(token)
    if (!allowed) {
      socket.on('error', () => socket.destroy())
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n')
      return
    }
    this.#sockets.handleUpgrade(request, socket, head, (opened) => this.#duties.attach(opened))
  }
}

function send(response: ServerResponse, status: number, type: string, body: string | Buffer): void {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body
  response.writeHead(status, { 'Content-Type': type, 'Content-Length': bytes.length }).end(bytes)
}

function sendPlain(response: ServerResponse, status: number, heading: string, sentence: string): void {
  response.setHeader('Content-Security-Policy', PLAIN_PAGE_POLICY)
  send(response, status, 'text/html; charset=utf-8', plainPage(heading, sentence))
}

function tooLong(response: ServerResponse): void {
  response.setHeader('Connection', 'close')
  send(response, 413, 'text/plain', 'too long')
}
