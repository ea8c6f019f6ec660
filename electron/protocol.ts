import type { CustomScheme, Protocol } from 'electron'
import { contentSecurityPolicy, HARDENING_HEADERS } from '../bin/shell/csp.ts'
import type { StaticFile } from '../bin/shell/files.ts'

/** The only origin that is ever shown in a window. */
export const APP_ORIGIN = 'parasol://app'

/** To be registered before the app is ready. The one service worker is that of films (renderer/film). */
export const SCHEMES: CustomScheme[] = [
  { scheme: 'parasol', privileges: { standard: true, secure: true, supportFetchAPI: true, allowServiceWorkers: true } },
]

/** Answers `parasol://app/…` from the built renderer and nothing else, under the strict policy. */
export function serveApp(protocol: Pick<Protocol, 'handle'>, files: ReadonlyMap<string, StaticFile>): void {
  protocol.handle('parasol', (request) => {
    const url = new URL(request.url)
    const path = url.pathname === '/' ? '/index.html' : url.pathname
    const file = url.host === 'app' && request.method === 'GET' ? files.get(path) : undefined
    const headers = {
      ...HARDENING_HEADERS,
      'Content-Security-Policy': contentSecurityPolicy("'none'"),
      'Content-Type': file?.type ?? 'text/plain',
    }
    return file ? new Response(file.body, { headers }) : new Response('not here', { status: 404, headers })
  })
}
