import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { Browser, browserArguments } from './browser.ts'
import { browserCandidates, findBrowser } from './find-browser.ts'
import { Handover } from './handover.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'parasol-browser-test-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

describe('finding a browser', () => {
  it('takes the first on the path that can be run', () => {
    mkdirSync(join(folder, 'chromium'))
    writeFileSync(join(folder, 'chromium-browser'), '', { mode: 0o644 })
    writeFileSync(join(folder, 'google-chrome'), '', { mode: 0o755 })
    expect(findBrowser('linux', { PATH: `/nowhere:${folder}` })).toBe(join(folder, 'google-chrome'))
    expect(findBrowser('linux', { PATH: '' })).toBeNull()
  })

  it('looks where macOS and Windows keep programs', () => {
    expect(browserCandidates('darwin', {})[0]).toBe('/Applications/Google Chrome.app/Contents/MacOS/Google Chrome')
    expect(browserCandidates('win32', { ProgramFiles: 'C:\\P' })).toContain('C:\\P\\Microsoft\\Edge\\Application\\msedge.exe')
  })
})

describe('starting a browser', () => {
  it('goes without the sandbox only as root', () => {
    expect(browserArguments('/profile', 'file:///x', false)).not.toContain('--no-sandbox')
    expect(browserArguments('/profile', 'file:///x', true)).toContain('--no-sandbox')
  })

  it('ends it with all it started, and removes the throw-away profile', async () => {
    const program = join(folder, 'chromium')
    writeFileSync(
      program,
      `#!/bin/sh\nsleep 1000 &\nprintf '%s\\n' $! > ${folder}/helper.new\nprintf '%s\\n' "$@" > ${folder}/args\nmv ${folder}/helper.new ${folder}/helper\nwait\n`,
    )
    chmodSync(program, 0o755)
    const browser = new Browser(program)
    let closed = false
    browser.onClosed(() => {
      closed = true
    })
    browser.open('file:///tmp/open.html')
    await eventually(() => expect(existsSync(join(folder, 'helper'))).toBe(true))
    const args = readFileSync(join(folder, 'args'), 'utf8').split('\n')
    expect(args).toContain('--app=file:///tmp/open.html')
    const profile = args.find((arg) => arg.startsWith('--user-data-dir='))?.split('=')[1] as string
    expect(statSync(profile).mode & 0o777).toBe(0o700)
    const helper = Number(readFileSync(join(folder, 'helper'), 'utf8'))
    await browser.close()
    await eventually(() => expect(() => process.kill(helper, 0)).toThrow())
    expect(existsSync(profile)).toBe(false)
    expect(closed).toBe(false)
  })

  it('says when the person has closed the last window', async () => {
    const program = join(folder, 'chromium')
    writeFileSync(program, '#!/bin/sh\nexit 0\n')
    chmodSync(program, 0o755)
    const browser = new Browser(program)
    const closed = new Promise<void>((resolve) => browser.onClosed(resolve))
    browser.open('file:///x')
    await closed
    await browser.close()
  })
})

describe('the file that hands the code over', () => {
  afterEach(() => void vi.useRealTimers())

  it('is readable by this account only, names its code nowhere but inside, and changes it before it expires', () => {
    vi.useFakeTimers()
    let count = 0
    const handover = new Handover(folder, () => ({ action: 'http://127.0.0.1:1/enter', code: `CODE${++count}` }))
    const file = fileURLToPath(handover.url)
    const [name] = readdirSync(folder)
    expect(statSync(join(folder, name as string)).mode & 0o777).toBe(0o700)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(handover.url).not.toContain('CODE')
    expect(readFileSync(file, 'utf8')).toContain('value="CODE1"')
    vi.advanceTimersByTime(9_000)
    expect(readFileSync(file, 'utf8')).toContain('value="CODE2"')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    handover.end()
    expect(readdirSync(folder)).toEqual([])
    vi.advanceTimersByTime(60_000)
    expect(readdirSync(folder)).toEqual([])
  })

  it('is deleted when nobody comes', () => {
    vi.useFakeTimers()
    new Handover(folder, () => ({ action: 'http://127.0.0.1:1/enter', code: 'c' }))
    vi.advanceTimersByTime(121_000)
    expect(readdirSync(folder)).toEqual([])
  })
})
