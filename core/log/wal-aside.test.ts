import { mkdir, mkdtemp, readdir, readFile, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withWalAside } from './wal-aside.ts'

let folder: string
let log: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-aside-'))
  await mkdir(join(folder, 'db'))
  log = join(folder, 'db', '000004.log')
  await writeFile(log, 'acknowledged')
})
afterEach(() => rm(folder, { recursive: true }))

/** What hypercore-storage does when RocksDB says that a sequence number is set backwards. */
async function deleteLogs(): Promise<never> {
  await writeFile(join(folder, 'db', 'RECOVERING'), '')
  await unlink(log)
  throw new Error('sequence number is being set backwards')
}

describe('withWalAside', () => {
  it('puts back what a failed opening threw away', async () => {
    await expect(withWalAside(folder, deleteLogs)).rejects.toThrow('backwards')
    expect(await readFile(log, 'utf8')).toBe('acknowledged')
    expect(await readdir(join(folder, 'db'))).toEqual(['000004.log'])
    expect(await readdir(folder)).toEqual(['db'])
  })

  it('puts it back at the next opening where the process was killed before it could', async () => {
    await new Promise<void>((resolve) => {
      void withWalAside(folder, async () => {
        await deleteLogs().catch(() => resolve())
        return new Promise<never>(() => {})
      })
    })
    await withWalAside(folder, async () => {
      expect(await readFile(log, 'utf8')).toBe('acknowledged')
      expect(await readdir(join(folder, 'db'))).toEqual(['000004.log'])
    })
  })

  it('does not bring back a log that went into tables', async () => {
    await withWalAside(folder, () => unlink(log))
    expect(await readdir(folder)).toEqual(['db'])
    expect(await readdir(join(folder, 'db'))).toEqual([])
    await expect(withWalAside(join(folder, 'new'), async () => 'opened')).resolves.toBe('opened')
  })
})
