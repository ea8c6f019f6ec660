import type { BytesAsked, BytesSaid, FilmAsked, FilmSaid } from './messages.ts'

/** A film or sound that is shown: `read` gives `length` bytes from `start` on, or fewer at its end. */
export interface Film {
  size: number
  type: string
  read(start: number, length: number): Promise<Uint8Array<ArrayBuffer>>
}

/** So long the worker may take until it answers for this page, in milliseconds. */
const READY_MS = 10_000

/** Films that are shown, by the address that their player has. */
const shown = new Map<string, Film>()
let ready: Promise<boolean> | null = null

/** Whether films can be played without having them in memory whole. Some browsers have no worker in private windows. */
export const canShowFilms = (): boolean => typeof navigator !== 'undefined' && 'serviceWorker' in navigator

/**
 * An address from which a player of this page, and nothing else, can have any part of a film. It ends with `stop`, with the page, and with the line to
 * the engine. Null where the browser has no such way.
 */
export async function showFilm(film: Film): Promise<{ address: string; stop(): void } | null> {
  if (!canShowFilms()) return null
  ready ??= startWorker()
  if (!(await ready)) {
    ready = null
    return null
  }
  const name = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
  shown.set(name, film)
  return { address: `./film/${name}`, stop: () => void shown.delete(name) }
}

async function startWorker(): Promise<boolean> {
  const { serviceWorker } = navigator
  serviceWorker.addEventListener('message', heard)
  serviceWorker.startMessages()
  try {
    await serviceWorker.register('./film-worker.js', { scope: './' })
  } catch {
    return false // not in this browser, or not in this kind of window
  }
  if (serviceWorker.controller !== null) return true
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(false), READY_MS)
    serviceWorker.addEventListener(
      'controllerchange',
      () => {
        clearTimeout(late)
        resolve(true)
      },
      { once: true },
    )
  })
}

function heard({ data, ports: [port] }: MessageEvent<FilmAsked>): void {
  if (port === undefined) return
  const say = (said: FilmSaid | BytesSaid, transfer: Transferable[] = []) => port.postMessage(said, transfer)
  const film = shown.get(data.film)
  if (film === undefined) {
    say({ gone: true })
    return
  }
  port.onmessage = ({ data: { start, length } }: MessageEvent<BytesAsked>) => {
    const isOver = shown.get(data.film) !== film
    const reading = isOver ? Promise.reject(new Error('not shown any more')) : film.read(start, length)
    reading.then(
      ({ buffer }) => say({ bytes: buffer }, [buffer]),
      // What is the matter the player cannot say: its view asks the engine once more.
      () => say({ gone: true }),
    )
  }
  say({ size: film.size, type: film.type })
}
