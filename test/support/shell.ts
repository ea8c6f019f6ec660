import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect } from 'vitest'
import { WebSocket } from 'ws'
import { BrowserShell } from '../../bin/browser-shell/shell.ts'
import { eventually } from './eventually.ts'

const ENGINE = join(import.meta.dirname, '../fixtures/test-engine.ts')

/** A socket that collects what it gets, as the page would open it. */
export class ShellPage {
  readonly frames: (string | Buffer)[] = []
  readonly socket: WebSocket
  closed: number | null = null
  refused = false
  reason = ''

  constructor(port: number, token: string, origin: string, path: string) {
    this.socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, ['parasol', token], { origin })
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
    await eventually(() => expect(this.frames[0]).toMatch(/^pid \d+$/))
    return Number(String(this.frames[0]).slice(4))
  }

  async end(): Promise<number> {
    await eventually(() => expect(this.closed).not.toBeNull())
    return this.closed as number
  }
}

/** Browser shells with an engine for tests and a renderer of two files, and the pages that are open in them. Each test begins with none. */
export class ShellStage {
  private readonly cleanups: (() => unknown)[] = []

  /** Has the test runner clear what the tests of a file make. */
  static forThisFile(): ShellStage {
    const stage = new ShellStage()
    afterEach(async () => {
      for (const cleanup of stage.cleanups.splice(0).reverse()) await cleanup()
    })
    return stage
  }

  async open(profile = 'profile') {
    const folder = mkdtempSync(join(tmpdir(), 'parasol-shell-test-'))
    this.cleanups.push(() => rmSync(folder, { recursive: true }))
    const renderer = join(folder, 'renderer')
    mkdirSync(join(renderer, 'assets'), { recursive: true })
    writeFileSync(join(renderer, 'index.html'), '<!doctype html><html><head><title>P</title></head><body></body></html>')
    writeFileSync(join(renderer, 'assets/a.js'), 'export {}')
    writeFileSync(join(folder, 'secret.js'), 'secret')
    symlinkSync(join(folder, 'secret.js'), join(renderer, 'link.js'))
    const shell = new BrowserShell({ engine: ENGINE, renderer, profileDir: join(folder, profile), port: 0, graceMs: 50 })
    const { port, engine } = await shell.start()
    this.cleanups.push(() => shell.stop())
    const origin = `http://127.0.0.1:${port}`
    const post = (path: string, body: string, headers: Record<string, string> = {}) =>
      fetch(origin + path, { method: 'POST', body, headers: { Origin: origin, ...headers } })
    const code = () => shell.printedAddress().split('#')[1] as string
    const session = async (given = code()) =>
      ((await (await post('/session', JSON.stringify({ code: given }))).json()) as { token: string }).token
    return { shell, port, engine, origin, post, code, session }
  }

  page(port: number, token: string, origin = `http://127.0.0.1:${port}`, path = '/engine'): ShellPage {
    const page = new ShellPage(port, token, origin, path)
    this.cleanups.push(() => page.socket.terminate())
    return page
  }
}
