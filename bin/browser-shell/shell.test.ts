import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { WebSocket } from 'ws'
import { PORT_END_CODES } from '../../core/engine/port.ts'
import { PLAIN_PAGE_POLICY } from './pages.ts'
import { FRAME_LIMIT } from './server.ts'
import { BrowserShell } from './shell.ts'

const ENGINE = join(import.meta.dirname, '../../test/fixtures/test-engine.ts')
const cleanups: (() => unknown)[] = []

afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup()
})

async function setup(profile = 'profile') {
  const folder = mkdtempSync(join(tmpdir(), 'parasol-shell-test-'))
  cleanups.push(() => rmSync(folder, { recursive: true }))
  const renderer = join(folder, 'renderer')
  mkdirSync(join(renderer, 'assets'), { recursive: true })
  writeFileSync(join(renderer, 'index.html'), '<!doctype html><html><head><title>P</title></head><body></body></html>')
  writeFileSync(join(renderer, 'assets/a.js'), 'export {}')
  writeFileSync(join(folder, 'secret.js'), 'secret')
  symlinkSync(join(folder, 'secret.js'), join(renderer, 'link.js'))
  const shell = new BrowserShell({ engine: ENGINE, renderer, profileDir: join(folder, profile), port: 0, graceMs: 50 })
  const { port, engine } = await shell.start()
  cleanups.push(() => shell.stop())
  const origin = `http://127.0.0.1:${port}`
  const post = (path: string, body: string, headers: Record<string, string> = {}) =>
    fetch(origin + path, { method: 'POST', body, headers: { Origin: origin, ...headers } })
  const code = () => shell.printedAddress().split('#')[1] as string
  const session = async (given = code()) =>
    ((await (await post('/session', JSON.stringify({ code: given }))).json()) as { token: string }).token
  return { shell, port, engine, origin, post, code, session }
}

/** A socket that collects what it gets, as the page would open it. */
class Page {
  readonly frames: (string | Buffer)[] = []
  readonly socket: WebSocket
  closed: number | null = null
  refused = false
  reason = ''

  constructor(port: number, token: string, origin = `http://127.0.0.1:${port}`, path = '/engine') {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, ['parasol', token], { origin })
    cleanups.push(() => this.socket.terminate())
    this.socket.on('message', (data: Buffer, isBinary: boolean) => this.frames.push(isBinary ? data : data.toString()))
    this.socket.on('close', (code, reason) => {
      this.closed = code
      this.reason = reason.toString()
    })
    this.socket.on('error', () => {
      this.refused = true
    })
  }

  /** The engine's process id, which the test engine says first. */
  async pid(): Promise<number> {
    await vi.waitFor(() => expect(this.frames[0]).toMatch(/^pid \d+$/), 10_000)
    return Number(String(this.frames[0]).slice(4))
  }

  async end(): Promise<number> {
    await vi.waitFor(() => expect(this.closed).not.toBeNull(), 10_000)
    return this.closed as number
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** A request whose headers are exactly these. */
function raw(port: number, path: string, headers: Record<string, string>, method = 'GET'): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  request({ host: '127.0.0.1', port, path, method, headers, setHost: false }, (response) => {
    response.resume()
    resolve(response.statusCode ?? 0)
  })
    .on('error', reject)
    .end()
  return promise
}

describe('the loopback server', () => {
  it('serves the renderer with every hardening header and no cookie', async () => {
    const { origin, port } = await setup()
    const answer = await fetch(`${origin}/`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; font-src 'self'; connect-src 'self' ws://127.0.0.1:${port}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
    )
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(answer.headers.get('cross-origin-resource-policy')).toBe('same-origin')
    expect(answer.headers.get('set-cookie')).toBeNull()
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect((await fetch(`${origin}/assets/a.js`)).headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  })

  it('serves nothing outside the renderer, and no link', async () => {
    const { port } = await setup()
    const host = { Host: `127.0.0.1:${port}` }
    for (const path of [
      '/../secret.js',
      '/..%2fsecret.js',
      '/assets/../../secret.js',
      '/link.js',
      '//etc/passwd',
      '/assets',
      '/%00',
      'http://127.0.0.1/',
    ]) {
      expect([path, await raw(port, path, host)]).toEqual([path, 404])
    }
  })

  it('answers only to its exact host, and to no other origin or method', async () => {
    const { port, origin } = await setup()
    const host = `127.0.0.1:${port}`
    for (const wrong of [`localhost:${port}`, 'evil.example', '127.0.0.1', `127.0.0.1:${port}.`, `127.0.0.1:${port}@evil`]) {
      expect([wrong, await raw(port, '/', { Host: wrong })]).toEqual([wrong, 421])
    }
    for (const wrong of ['http://evil.example', `http://localhost:${port}`, 'null', `https://${host}`]) {
      expect([wrong, await raw(port, '/', { Host: host, Origin: wrong })]).toEqual([wrong, 403])
      expect([wrong, await raw(port, '/session', { Host: host, Origin: wrong }, 'POST')]).toEqual([wrong, 403])
    }
    expect(await raw(port, '/session', { Host: host }, 'POST')).toBe(403)
    expect(await raw(port, '/enter', { Host: host, Origin: 'http://evil.example' }, 'POST')).toBe(403)
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'PATCH'])
      expect(await raw(port, '/', { Host: host, Origin: origin }, method)).toBe(405)
  })

  it('listens on no other address of this computer', async () => {
    const { port } = await setup()
    const others = Object.values(networkInterfaces())
      .flat()
      .flatMap((one) => (one && one.family === 'IPv4' && one.address !== '127.0.0.1' ? [one.address] : []))
    for (const address of [...others, '127.0.0.2', '::1']) {
      const { promise, resolve } = Promise.withResolvers<string>()
      const socket = connect(port, address)
      socket.on('connect', () => resolve('open')).on('error', () => resolve('closed'))
      expect([address, await promise]).toEqual([address, 'closed'])
      socket.destroy()
    }
  })

  it('refuses a long body', async () => {
    const { post, code } = await setup()
    expect((await post('/session', JSON.stringify({ code: code(), more: 'x'.repeat(5_000) }))).status).toBe(413)
    expect((await post('/enter', `code=${'x'.repeat(5_000)}`, { Origin: 'null' })).status).toBe(413)
  })

  it('gives a token for a code and for nothing else', async () => {
    const { post, code } = await setup()
    for (const body of ['', '{', 'null', '[]', '{"code":1}', '{"code":"x"}']) expect((await post('/session', body)).status).toBe(403)
    expect((await post('/session', JSON.stringify({ code: code() }))).status).toBe(200)
  })

  it('answers the form of the opened file with the page and the token in it', async () => {
    const { shell, post, port } = await setup()
    const { code, action } = shell.openedCode()
    expect(action).toBe(`http://127.0.0.1:${port}/enter`)
    const answer = await post('/enter', new URLSearchParams({ code }).toString(), {
      Origin: 'null',
      'Content-Type': 'application/x-www-form-urlencoded',
    })
    const token = /<script type="application\/json" id="session">\{"token":"([\w-]{43})"\}<\/script><\/head>/.exec(await answer.text())?.[1]
    expect(await new Page(port, token as string).pid()).toBeGreaterThan(0)
  })

  it('locks and restarts for the bearer of the token only', async () => {
    const { post, session, port, shell } = await setup()
    const page = new Page(port, await session())
    const pid = await page.pid()
    for (const path of ['/lock', '/restart']) {
      expect((await post(path, '')).status).toBe(401)
      expect((await post(path, '', { Authorization: 'Bearer x' })).status).toBe(401)
    }
    expect(shell.enginePid).toBe(pid)
  })
})

describe('the page and the engine', () => {
  it('passes frames both ways as they are, text and bytes', async () => {
    const { session, port } = await setup()
    const page = new Page(port, await session())
    await page.pid()
    const bytes = Buffer.from([0, 255, 1, 128])
    page.socket.send('hello ☂')
    page.socket.send(bytes)
    await vi.waitFor(() => expect(page.frames).toHaveLength(3))
    expect(page.frames.slice(1)).toEqual(['hello ☂', bytes])
    expect(page.socket.protocol).toBe('parasol')
  })

  it('carries much at once, in order', async () => {
    const { session, port } = await setup()
    const page = new Page(port, await session())
    await page.pid()
    for (let i = 0; i < 40; i++) page.socket.send(String(i).padEnd(1_000_000, '.'))
    await vi.waitFor(() => expect(page.frames).toHaveLength(41), 15_000)
    expect(page.frames.slice(1).map((frame) => Number.parseInt(String(frame), 10))).toEqual(Array.from({ length: 40 }, (_, i) => i))
  })

  it('cuts a page that sends a frame over the limit', async () => {
    const { session, port } = await setup()
    const page = new Page(port, await session())
    await page.pid()
    page.socket.send('x'.repeat(FRAME_LIMIT + 1))
    expect(await page.end()).toBe(1009)
  })

  it('opens for nobody without the token, from elsewhere, or under another path', async () => {
    const { session, port } = await setup()
    const token = await session()
    const strangers = [
      new Page(port, 'x'),
      new Page(port, token, 'http://evil.example'),
      new Page(port, token, `http://localhost:${port}`),
      new Page(port, token, undefined, '/other'),
    ]
    for (const stranger of strangers) await vi.waitFor(() => expect(stranger.refused).toBe(true))
    expect(await new Page(port, token).pid()).toBeGreaterThan(0)
  })

  it('locks on request: the process is gone before the answer, the window is told and goes on with a fresh engine', async () => {
    const { session, port, post } = await setup()
    const token = await session()
    const page = new Page(port, token)
    const pid = await page.pid()
    expect((await post('/lock', '', { Authorization: `Bearer ${token}` })).status).toBe(204)
    expect(isAlive(pid)).toBe(false)
    expect(await page.end()).toBe(PORT_END_CODES.locked)
    expect(await new Page(port, token).pid()).not.toBe(pid)
  })

  it.each(['!idle', '!locked'])('tells the window of a lock that the engine wanted (%s)', async (word) => {
    const { session, port } = await setup()
    const token = await session()
    const page = new Page(port, token)
    const pid = await page.pid()
    page.socket.send(word)
    expect(await page.end()).toBe(PORT_END_CODES.locked)
    expect(await new Page(port, token).pid()).not.toBe(pid)
  })

  it('tells the window of a crash, and starts again when asked', async () => {
    const { session, port, post } = await setup()
    const token = await session()
    const page = new Page(port, token)
    await page.pid()
    page.socket.send('!crash')
    expect(await page.end()).toBe(PORT_END_CODES.crashed)
    const early = new Page(port, token)
    expect(await early.end()).toBe(PORT_END_CODES.crashed)
    expect((await post('/restart', '', { Authorization: `Bearer ${token}` })).status).toBe(204)
    expect(await new Page(port, token).pid()).toBeGreaterThan(0)
  })

  it('tells the window when the engine closes its port', async () => {
    const { session, port } = await setup()
    const page = new Page(port, await session())
    await page.pid()
    page.socket.send('!close')
    expect(await page.end()).toBe(PORT_END_CODES.stopped)
  })

  it('takes a second socket of the same page in place of the first', async () => {
    const { session, port } = await setup()
    const token = await session()
    const first = new Page(port, token)
    const pid = await first.pid()
    const second = new Page(port, token)
    expect(await second.pid()).toBe(pid)
    expect(await first.end()).toBe(PORT_END_CODES.stopped)
  })
})

describe('what locks', () => {
  it('a second use of a code: the engine dies and the token opens nothing', async () => {
    const { session, port, post, code } = await setup()
    const given = code()
    const token = await session(given)
    const page = new Page(port, token)
    const pid = await page.pid()
    const second = await post('/session', JSON.stringify({ code: given }))
    expect([second.status, await second.json()]).toEqual([403, { reason: 'reused' }])
    expect(isAlive(pid)).toBe(false)
    expect(await page.end()).toBe(PORT_END_CODES.locked)
    const after = new Page(port, token)
    await vi.waitFor(() => expect(after.refused).toBe(true))
  })

  it('a page that goes away, as a reload does', async () => {
    const { session, port } = await setup()
    const token = await session()
    const page = new Page(port, token)
    const pid = await page.pid()
    page.socket.close()
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), 5_000)
    const after = new Page(port, token)
    await vi.waitFor(() => expect(after.refused).toBe(true))
  })

  it('a new session: the old window is closed out', async () => {
    const { session, port } = await setup()
    const first = await session()
    const page = new Page(port, first)
    const pid = await page.pid()
    const second = await session()
    expect(isAlive(pid)).toBe(false)
    expect(await page.end()).toBe(PORT_END_CODES.locked)
    expect(await new Page(port, second).pid()).not.toBe(pid)
  })
})

describe('a profile that the engine refuses', () => {
  it('is said on the page, whichever way it is opened', async () => {
    const { origin, engine, shell, post } = await setup('busy')
    expect(engine).toBe('refused')
    expect(shell.refusal).toContain('open in another Parasol window')
    const page = await fetch(`${origin}/`)
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('open in another Parasol window')])
    expect(page.headers.get('content-security-policy')).toBe(PLAIN_PAGE_POLICY)
    const entered = await post('/enter', new URLSearchParams({ code: shell.openedCode().code }).toString(), { Origin: 'null' })
    expect([entered.status, await entered.text()]).toEqual([503, expect.stringContaining('open in another Parasol window')])
  })

  it('closes a socket with the code of the refusal', async () => {
    const { session, port } = await setup('busy')
    const page = new Page(port, await session())
    expect(await page.end()).toBe(PORT_END_CODES.refused)
    expect(page.reason).toBe('PROFILE_BUSY')
  })
})

it('leaves no engine behind when it stops', async () => {
  const { shell } = await setup()
  const pid = shell.enginePid as number
  expect(isAlive(pid)).toBe(true)
  await shell.stop()
  expect(isAlive(pid)).toBe(false)
})
