import { request } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { PORT_END_CODES } from '../../core/engine/port.ts'
import { isAlive } from '../../test/support/processes.ts'
import { ShellStage } from '../../test/support/shell.ts'
import { PLAIN_PAGE_POLICY } from './pages.ts'

const stage = ShellStage.forThisFile()

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
    const { origin, port } = await stage.open()
    const answer = await fetch(`${origin}/`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-security-policy')).toBe(
      `default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; worker-src 'self'; font-src 'self'; connect-src 'self' ws://127.0.0.1:${port}; form-action 'none'; base-uri 'none'; frame-ancestors 'none'`,
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
    const { port } = await stage.open()
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
    const { port, origin } = await stage.open()
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
    const { port } = await stage.open()
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
    const { post, code } = await stage.open()
    expect((await post('/session', JSON.stringify({ code: code(), more: 'x'.repeat(5_000) }))).status).toBe(413)
    expect((await post('/enter', `code=${'x'.repeat(5_000)}`, { Origin: 'null' })).status).toBe(413)
  })

  it('gives a token for a code and for nothing else', async () => {
    const { post, code } = await stage.open()
    for (const body of ['', '{', 'null', '[]', '{"code":1}', '{"code":"x"}']) expect((await post('/session', body)).status).toBe(403)
    expect((await post('/session', JSON.stringify({ code: code() }))).status).toBe(200)
  })

  it('answers the form of the opened file with the page and the token in it', async () => {
    const { shell, post, port } = await stage.open()
    const { code, action } = shell.openedCode()
    expect(action).toBe(`http://127.0.0.1:${port}/enter`)
    const answer = await post('/enter', new URLSearchParams({ code }).toString(), {
      Origin: 'null',
      'Content-Type': 'application/x-www-form-urlencoded',
    })
    const token = /<script type="application\/json" id="session">\{"token":"([\w-]{43})"\}<\/script><\/head>/.exec(await answer.text())?.[1]
    expect(await stage.page(port, token as string).pid()).toBeGreaterThan(0)
  })

  it('locks and restarts for the bearer of the token only', async () => {
    const { post, session, port, shell } = await stage.open()
    const page = stage.page(port, await session())
    const pid = await page.pid()
    for (const path of ['/lock', '/restart']) {
      expect((await post(path, '')).status).toBe(401)
      expect((await post(path, '', { Authorization: 'Bearer x' })).status).toBe(401)
    }
    expect(shell.enginePid).toBe(pid)
  })
})

describe('a profile that the engine refuses', () => {
  it('is said on the page, whichever way it is opened', async () => {
    const { origin, engine, shell, post } = await stage.open('busy')
    expect(engine).toBe('refused')
    expect(shell.refusal).toContain('open in another Parasol window')
    const page = await fetch(`${origin}/`)
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('open in another Parasol window')])
    expect(page.headers.get('content-security-policy')).toBe(PLAIN_PAGE_POLICY)
    const entered = await post('/enter', new URLSearchParams({ code: shell.openedCode().code }).toString(), { Origin: 'null' })
    expect([entered.status, await entered.text()]).toEqual([503, expect.stringContaining('open in another Parasol window')])
  })

  it('closes a socket with the code of the refusal', async () => {
    const { session, port } = await stage.open('busy')
    const page = stage.page(port, await session())
    expect(await page.end()).toBe(PORT_END_CODES.refused)
    expect(page.reason).toBe('PROFILE_BUSY')
  })
})

it('leaves no engine behind when it stops', async () => {
  const { shell } = await stage.open()
  const pid = shell.enginePid as number
  expect(isAlive(pid)).toBe(true)
  await shell.stop()
  expect(isAlive(pid)).toBe(false)
})
