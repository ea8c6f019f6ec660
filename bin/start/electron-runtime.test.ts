import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fetchElectron, findElectron } from './electron-runtime.ts'

let root: string
const said: string[] = []
const say = (text: string): void => void said.push(text)

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parasol-electron-'))
  mkdirSync(join(root, 'node_modules/electron/dist'), { recursive: true })
  said.length = 0
})
afterEach(() => rmSync(root, { recursive: true }))

const installer = (script: string) => writeFileSync(join(root, 'node_modules/electron/install.js'), script)
const INSTALL =
  "const fs = require('fs'); fs.writeFileSync(__dirname + '/dist/electron', ''); fs.writeFileSync(__dirname + '/path.txt', 'electron')"

describe('finding Electron', () => {
  it('takes what its package names, only if it is there', () => {
    expect(findElectron(root, {})).toBeNull()
    writeFileSync(join(root, 'node_modules/electron/path.txt'), 'electron')
    expect(findElectron(root, {})).toBeNull()
    writeFileSync(join(root, 'node_modules/electron/dist/electron'), '')
    expect(findElectron(root, {})).toBe(join(root, 'node_modules/electron/dist/electron'))
  })

  it('takes a runtime that lies elsewhere', () => {
    writeFileSync(join(root, 'node_modules/electron/path.txt'), 'electron')
    writeFileSync(join(root, 'electron'), '')
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: root })).toBe(join(root, 'electron'))
    expect(findElectron(root, { ELECTRON_OVERRIDE_DIST_PATH: join(root, 'nowhere') })).toBeNull()
  })
})

describe('fetching Electron', () => {
  it('says so, and gives the program', async () => {
    installer(INSTALL)
    expect(await fetchElectron(root, say)).toBe(join(root, 'node_modules/electron/dist/electron'))
    expect(said).toEqual(['Fetching Electron, once, about 120 MB …'])
  })

  it('gives up on one that hangs, and ends it', async () => {
    installer("require('fs').writeFileSync(__dirname + '/pid', String(process.pid)); setInterval(() => {}, 1000)")
    expect(await fetchElectron(root, say, 1_000)).toBeNull()
    const pid = Number(readFileSync(join(root, 'node_modules/electron/pid'), 'utf8'))
    expect(() => process.kill(pid, 0)).toThrow()
  })

  it('does not make every start wait: it tries again a day later', async () => {
    installer("require('fs').appendFileSync(__dirname + '/tries', '.'); process.exit(1)")
    const tries = () => readFileSync(join(root, 'node_modules/electron/tries'), 'utf8').length
    expect(await fetchElectron(root, say)).toBeNull()
    expect(await fetchElectron(root, say)).toBeNull()
    expect(tries()).toBe(1)
    const marker = join(root, 'dist/electron-not-fetched')
    expect(existsSync(marker)).toBe(true)
    const ahead = Date.now() / 1_000 + 1
    utimesSync(marker, ahead, ahead)
    expect(await fetchElectron(root, say)).toBeNull()
    expect(tries()).toBe(1)
    const yesterday = Date.now() / 1_000 - 25 * 3_600
    utimesSync(marker, yesterday, yesterday)
    expect(await fetchElectron(root, say)).toBeNull()
    expect(tries()).toBe(2)
  })
})
