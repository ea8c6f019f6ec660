import { type BytesSaid, FILM_PATH, type FilmAsked, type FilmSaid } from './messages.ts'
import { type Range, rangeOf } from './range.ts'

/** What of a service worker's scope is used here: TypeScript's types of a page lack it. */
interface FetchAsked extends Event {
  readonly request: Request
  readonly clientId: string
  respondWith(answer: Promise<Response>): void
}
interface Page {
  postMessage(message: FilmAsked, transfer: Transferable[]): void
}
interface WorkerScope {
  readonly location: Location
  readonly clients: { get(id: string): Promise<Page | undefined>; claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(type: 'install' | 'activate', listener: (event: Event & { waitUntil(work: Promise<void>): void }) => void): void
  addEventListener(type: 'fetch', listener: (event: FetchAsked) => void): void
}

/**
 * Bytes that are asked for at a time: one piece of the contract, written out. What the page imports too would be built into a file of its own, which a worker
 * that is no module cannot load.
 */
const PIECE = 1024 * 1024

const HEADERS = {
  'Cache-Control': 'no-store',
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Accept-Ranges': 'bytes',
}

const scope = self as unknown as WorkerScope

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()))
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()))
/** Nothing but films is answered here, and those only to the player of the page that shows one: the rest goes where it would go without a worker. */
scope.addEventListener('fetch', (event) => {
  const { request, clientId } = event
  const url = new URL(request.url)
  const [, film] = url.origin === scope.location.origin ? (FILM_PATH.exec(url.pathname) ?? []) : []
  if (film === undefined || (request.destination !== 'video' && request.destination !== 'audio')) return
  event.respondWith(answer(film, request.headers.get('range'), clientId))
})

async function answer(film: string, header: string | null, clientId: string): Promise<Response> {
  const page = await scope.clients.get(clientId)
  if (!page) return new Response(null, { status: 404, headers: HEADERS })
  const { port1: port, port2 } = new MessageChannel()
  const said = heard<FilmSaid>(port)
  page.postMessage({ film }, [port2])
  const file = await said
  if ('gone' in file) return new Response(null, { status: 404, headers: HEADERS })
  const { size, type } = file
  const range = rangeOf(header, size)
  if (range === 'none') {
    port.close()
    return new Response(null, { status: 416, headers: { ...HEADERS, 'Content-Range': `bytes */${size}` } })
  }
  const { start, end } = range === 'whole' ? { start: 0, end: size } : range
  const headers: Record<string, string> = { ...HEADERS, 'Content-Type': type, 'Content-Length': String(end - start) }
  if (range !== 'whole') headers['Content-Range'] = `bytes ${start}-${end - 1}/${size}`
  return new Response(bytesOf(port, { start, end }), { status: range === 'whole' ? 200 : 206, headers })
}

/** Asks for the next bytes only when those before were taken: a film is never in memory as a whole. */
function bytesOf(port: MessagePort, { start, end }: Range): ReadableStream<Uint8Array> {
  let at = start
  return new ReadableStream<Uint8Array>(
    {
      async pull(stream) {
        const said = heard<BytesSaid>(port)
        port.postMessage({ start: at, length: Math.min(PIECE, end - at) })
        const part = await said
        if ('gone' in part || part.bytes.byteLength === 0) {
          port.close()
          throw new Error('the film is not shown any more')
        }
        at += part.bytes.byteLength
        stream.enqueue(new Uint8Array(part.bytes))
        if (at < end) return
        stream.close()
        port.close()
      },
      cancel: () => port.close(),
    },
    { highWaterMark: 0 },
  )
}

const heard = <T>(port: MessagePort): Promise<T> =>
  new Promise((resolve) => {
    port.onmessage = ({ data }: MessageEvent<T>) => resolve(data)
  })
