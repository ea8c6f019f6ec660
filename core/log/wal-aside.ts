import { copyFile, link, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** What hypercore-storage leaves when it has thrown a write-ahead log away: on the next opening it would wait for peers to recover. */
const RECOVERING = 'RECOVERING'

/**
 * Runs `opening` with the write-ahead logs of a Corestore kept aside. On one kind of failed opening hypercore-storage deletes them, and
 * with them what was acknowledged; after any failure they are put back as they were, so that nothing is lost by trying.
 */
export async function withWalAside<T>(folder: string, opening: () => Promise<T>): Promise<T> {
  const db = join(folder, 'db')
  const aside = join(folder, 'wal-aside')
  // An earlier opening was killed half-way: what it kept aside is the older truth only where the file itself is gone.
  await restore(aside, db)
  const names = await logsIn(db)
  if (names.length > 0) {
    await mkdir(aside, { recursive: true })
    for (const name of names) await linkOrCopy(join(db, name), join(aside, name))
  }
  try {
    const result = await opening()
    await rm(aside, { recursive: true, force: true })
    return result
  } catch (error) {
    await restore(aside, db)
    throw error
  }
}

async function restore(aside: string, db: string): Promise<void> {
  const kept = await logsIn(aside)
  if (kept.length === 0) return
  const there = new Set(await logsIn(db))
  const lost = kept.filter((name) => !there.has(name))
  const marked = (await readdir(db)).includes(RECOVERING)
  // Without the mark they are gone because RocksDB put them into tables.
  if (marked) {
    for (const name of lost) await linkOrCopy(join(aside, name), join(db, name))
    await rm(join(db, RECOVERING))
  }
  await rm(aside, { recursive: true })
}

async function logsIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.log'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}

/** Hard links where the file system has them: no bytes are moved. */
async function linkOrCopy(from: string, to: string): Promise<void> {
  try {
    await link(from, to)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'EPERM' && code !== 'ENOSYS' && code !== 'ENOTSUP' && code !== 'EXDEV') throw error
    await copyFile(from, to)
  }
}
