import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ParasolError } from '../error.ts'
import { explain, explained } from './fault.ts'
import { discardUnfinished, isUnfinished, prepareFile, unfinished, writeFileAtomic } from './files.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parasol-files-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

describe('an atomic write', () => {
  it('replaces the content, for this user only, and leaves nothing beside it', () => {
    const path = join(dir, 'a')
    writeFileAtomic(path, Buffer.from('one'))
    writeFileAtomic(path, Buffer.from('two'))
    expect(readFileSync(path, 'utf8')).toBe('two')
    expect(statSync(path).mode & 0o077).toBe(0)
    expect(readdirSync(dir)).toEqual(['a'])
  })

  it('leaves the old content, and nothing beside it, when it fails', () => {
    // A file cannot take a folder's place, so this fails at the last step, the rename.
    const path = join(dir, 'taken')
    mkdirSync(path)
    writeFileSync(join(path, 'inside'), 'x')
    expect(() => writeFileAtomic(path, Buffer.from('y'))).toThrow()
    expect(readdirSync(dir)).toEqual(['taken'])
    expect(readFileSync(join(path, 'inside'), 'utf8')).toBe('x')
  })

  it('does not show what is only prepared, and can discard it', () => {
    const path = join(dir, 'state.db')
    prepareFile(path, Buffer.from('x'))
    writeFileSync(`${unfinished(path)}-wal`, '')
    writeFileSync(join(dir, 'other'), '')
    expect(existsSync(path)).toBe(false)
    discardUnfinished(path)
    expect(readdirSync(dir)).toEqual(['other'])
  })

  it('knows what is unfinished by its name', () => {
    for (const name of ['a.unfinished', 'state.db.unfinished-wal', 'x.unfinished-shm', 'x.unfinished-journal'])
      expect(isUnfinished(name)).toBe(true)
    for (const name of ['a', 'unfinished', 'a.unfinished.bak', 'state.db-wal']) expect(isUnfinished(name)).toBe(false)
  })
})

describe('faults of the disk', () => {
  const fault = (code: string) => Object.assign(new Error('x'), { code })

  it('come in the words of the catalogue', () => {
    for (const [code, said] of [
      ['ENOSPC', 'DISK_FULL'],
      ['EDQUOT', 'DISK_FULL'],
      ['SQLITE_FULL', 'DISK_FULL'],
      ['SQLITE_IOERR_SHMSIZE', 'DISK_FULL'],
      ['EROFS', 'PROFILE_READ_ONLY'],
      ['EACCES', 'PROFILE_READ_ONLY'],
      ['SQLITE_READONLY', 'PROFILE_READ_ONLY'],
      ['SQLITE_READONLY_DBMOVED', 'PROFILE_READ_ONLY'],
      ['SQLITE_NOTADB', 'VAULT_DAMAGED'],
      ['SQLITE_CORRUPT_INDEX', 'VAULT_DAMAGED'],
    ] as const) {
      expect(explain(fault(code))).toMatchObject({ code: said })
      expect(() => explained(() => thrower(fault(code)))).toThrow(said)
    }
  })

  it('are left alone when they are something else', () => {
    for (const error of [
      fault('EPIPE'),
      fault('SQLITE_CONSTRAINT_UNIQUE'),
      new Error('x'),
      new ParasolError('WRONG_PASSPHRASE'),
      'text',
      null,
    ]) {
      expect(explain(error)).toBe(error)
    }
  })
})

function thrower(error: Error): never {
  throw error
}
