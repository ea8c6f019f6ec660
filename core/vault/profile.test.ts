import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openProfile } from './profile.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parasol-profile-'))
})
afterEach(() => {
  chmodSync(root, 0o700)
  rmSync(root, { recursive: true, force: true })
})

describe('a profile folder', () => {
  it('is made where it is missing, for this user only, and marked', () => {
    const dir = join(root, 'deep', 'profile')
    const profile = openProfile(dir)
    expect(statSync(dir).mode & 0o077).toBe(0)
    expect(statSync(profile.paths.cores).mode & 0o077).toBe(0)
    expect(JSON.parse(readFileSync(join(dir, 'parasol.json'), 'utf8'))).toEqual({ program: 'parasol', format: 1 })
    expect(readdirSync(dir).sort()).toEqual(['blobs', 'cores', 'lock', 'parasol.json'])
    profile.close()
  })

  it('may be an empty one, or one with only what file managers leave; it is closed to others', () => {
    chmodSync(root, 0o755)
    for (const name of ['.DS_Store', 'desktop.ini', 'Thumbs.db']) writeFileSync(join(root, name), '')
    openProfile(root).close()
    expect(statSync(root).mode & 0o077).toBe(0)
  })

  it('is opened again and again', () => {
    for (let n = 0; n < 3; n += 1) openProfile(root).close()
  })

  it('is refused, and not touched, when it belongs to another program', () => {
    writeFileSync(join(root, 'holiday.jpg'), 'x')
    expect(() => openProfile(root)).toThrow('PROFILE_FOREIGN')
    expect(readdirSync(root)).toEqual(['holiday.jpg'])
  })

  it('is refused when the marker is not ours, garbled or huge', () => {
    for (const marker of [
      '{"program":"other","format":1}',
      '{"program":"parasol"}',
      'not json',
      '',
      '[]',
      `{"program":"parasol","format":1,"x":"${'y'.repeat(5000)}"}`,
    ]) {
      writeFileSync(join(root, 'parasol.json'), marker)
      expect(() => openProfile(root)).toThrow('PROFILE_FOREIGN')
    }
  })

  it('is refused when a newer version wrote it', () => {
    writeFileSync(join(root, 'parasol.json'), '{"program":"parasol","format":2}')
    expect(() => openProfile(root)).toThrow('NEWER_VERSION')
  })

  it('is refused when it is a file, or lies in one', () => {
    writeFileSync(join(root, 'file'), 'x')
    expect(() => openProfile(join(root, 'file'))).toThrow('PROFILE_FOREIGN')
    expect(() => openProfile(join(root, 'file', 'below'))).toThrow('PROFILE_FOREIGN')
  })

  it('is taken by one at a time, and free again after', () => {
    const first = openProfile(root)
    expect(() => openProfile(root)).toThrow('PROFILE_BUSY')
    expect(() => openProfile(root)).toThrow('PROFILE_BUSY')
    first.close()
    openProfile(root).close()
  })

  it('forgets a first start that was cut short before the marker was whole', () => {
    writeFileSync(join(root, 'parasol.json.unfinished'), '{"prog')
    writeFileSync(join(root, 'probe-77.unfinished'), '')
    openProfile(root).close()
    expect(readdirSync(root).filter((name) => name.includes('unfinished'))).toEqual([])
  })

  it('is refused when it cannot be written', () => {
    const dir = join(root, 'sealed')
    mkdirSync(dir)
    chmodSync(dir, 0o555)
    chmodSync(root, 0o755)
    // Root may write anywhere, so the test steps down to a user who may not.
    const script = `
      const { openProfile } = await import(${JSON.stringify(join(import.meta.dirname, 'profile.ts'))})
      if (process.getuid?.() === 0) process.setuid(65534)
      try { openProfile(${JSON.stringify(dir)}); console.log('opened') } catch (error) { console.log(error.code) }`
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(stdout.trim()).toBe('PROFILE_READ_ONLY')
    expect(readdirSync(dir)).toEqual([])
  })
})
