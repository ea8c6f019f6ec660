import { describe, expect, it } from 'vitest'
import { PORT_END_CODES } from '../../core/engine/port.ts'
import { eventually } from '../../test/support/eventually.ts'
import { isAlive } from '../../test/support/processes.ts'
import { ShellStage } from '../../test/support/shell.ts'
import { FRAME_LIMIT } from './server.ts'

const stage = ShellStage.forThisFile()

describe('the page and the engine', () => {
  it('passes frames both ways as they are, text and bytes', async () => {
    const { session, port } = await stage.open()
    const page = stage.page(port, await session())
    await page.pid()
    const bytes = Buffer.from([0, 255, 1, 128])
    page.socket.send('hello ☂')
    page.socket.send(bytes)
    await eventually(() => expect(page.frames).toHaveLength(3))
    expect(page.frames.slice(1)).toEqual(['hello ☂', bytes])
    expect(page.socket.protocol).toBe('parasol')
  })

  it('carries much at once, in order', async () => {
    const { session, port } = await stage.open()
    const page = stage.page(port, await session())
    await page.pid()
    for (let i = 0; i < 40; i++) page.socket.send(String(i).padEnd(1_000_000, '.'))
    await eventually(() => expect(page.frames).toHaveLength(41))
    expect(page.frames.slice(1).map((frame) => Number.parseInt(String(frame), 10))).toEqual(Array.from({ length: 40 }, (_, i) => i))
  })

  it('cuts a page that sends a frame over the limit', async () => {
    const { session, port } = await stage.open()
    const page = stage.page(port, await session())
    await page.pid()
    page.socket.send('x'.repeat(FRAME_LIMIT + 1))
    expect(await page.end()).toBe(1009)
  })

  it('opens for nobody without the token, from elsewhere, or under another path', async () => {
    const { session, port } = await stage.open()
    const token = await session()
    const strangers = [
      stage.page(port, 'x'),
      stage.page(port, token, 'http://evil.example'),
      stage.page(port, token, `http://localhost:${port}`),
      stage.page(port, token, undefined, '/other'),
    ]
    for (const stranger of strangers) await eventually(() => expect(stranger.refused).toBe(true))
    expect(await stage.page(port, token).pid()).toBeGreaterThan(0)
  })

  it('locks on request: the process is gone before the answer, the window is told and goes on with a fresh engine', async () => {
    const { session, port, post } = await stage.open()
    const token = await session()
    const page = stage.page(port, token)
    const pid = await page.pid()
    expect((await post('/lock', '', { Authorization: `Bearer ${token}` })).status).toBe(204)
    expect(isAlive(pid)).toBe(false)
    expect(await page.end()).toBe(PORT_END_CODES.locked)
    expect(await stage.page(port, token).pid()).not.toBe(pid)
  })

  it.each(['!idle', '!locked'])('tells the window of a lock that the engine wanted (%s)', async (word) => {
    const { session, port } = await stage.open()
    const token = await session()
    const page = stage.page(port, token)
    const pid = await page.pid()
    page.socket.send(word)
    expect(await page.end()).toBe(PORT_END_CODES.locked)
    expect(await stage.page(port, token).pid()).not.toBe(pid)
  })

  it('tells the window of a crash, and starts again when asked', async () => {
    const { session, port, post } = await stage.open()
    const token = await session()
    const page = stage.page(port, token)
    await page.pid()
    page.socket.send('!crash')
    expect(await page.end()).toBe(PORT_END_CODES.crashed)
    const early = stage.page(port, token)
    expect(await early.end()).toBe(PORT_END_CODES.crashed)
    expect((await post('/restart', '', { Authorization: `Bearer ${token}` })).status).toBe(204)
    expect(await stage.page(port, token).pid()).toBeGreaterThan(0)
  })

  it('tells the window when the engine closes its port', async () => {
    const { session, port } = await stage.open()
    const page = stage.page(port, await session())
    await page.pid()
    page.socket.send('!close')
    expect(await page.end()).toBe(PORT_END_CODES.stopped)
  })

  it('takes a second socket of the same page in place of the first', async () => {
    const { session, port } = await stage.open()
    const token = await session()
    const first = stage.page(port, token)
    const pid = await first.pid()
    const second = stage.page(port, token)
    expect(await second.pid()).toBe(pid)
    expect(await first.end()).toBe(PORT_END_CODES.stopped)
  })
})

describe('what locks', () => {
  it('a second use of a code: the engine dies and the token opens nothing', async () => {
    const { session, port, post, code } = await stage.open()
    const given = code()
    const token = await session(given)
    const page = stage.page(port, token)
    const pid = await page.pid()
    const second = await post('/session', JSON.stringify({ code: given }))
    expect([second.status, await second.json()]).toEqual([403, { reason: 'reused' }])
    expect(isAlive(pid)).toBe(false)
    expect(await page.end()).toBe(PORT_END_CODES.locked)
    const after = stage.page(port, token)
    await eventually(() => expect(after.refused).toBe(true))
  })

  it('a page that goes away, as a reload does', async () => {
    const { session, port } = await stage.open()
    const token = await session()
    const page = stage.page(port, token)
    const pid = await page.pid()
    page.socket.close()
    await eventually(() => expect(isAlive(pid)).toBe(false))
    const after = stage.page(port, token)
    await eventually(() => expect(after.refused).toBe(true))
  })

  it('a new session: the old window is closed out', async () => {
    const { session, port } = await stage.open()
    const first = await session()
    const page = stage.page(port, first)
    const pid = await page.pid()
    const second = await session()
    expect(isAlive(pid)).toBe(false)
    expect(await page.end()).toBe(PORT_END_CODES.locked)
    expect(await stage.page(port, second).pid()).not.toBe(pid)
  })
})
