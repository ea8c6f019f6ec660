import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'

/** Ends the name of a file that is not whole yet. */
const UNFINISHED = '.unfinished'

/** Where the new content of `path` is prepared: in the same folder, so that the rename is atomic. */
export const unfinished = (path: string): string => `${path}${UNFINISHED}`

/** Whether a name is that of a file that was being prepared when the process ended. SQLite's companions count too. */
export const isUnfinished = (name: string): boolean => /\.unfinished(-wal|-shm|-journal)?$/.test(name)

/** Writes all bytes at a place in an open file: `writeSync` may write less than it was given. */
export function writeAll(fd: number, bytes: Uint8Array, position: number): void {
  let done = 0
  while (done < bytes.byteLength) done += writeSync(fd, bytes, done, bytes.byteLength - done, position + done)
}

/** Makes renames and new names in a folder durable. Windows has no such call and needs none. */
export function syncFolder(dir: string): void {
  if (process.platform === 'win32') return
  const fd = openSync(dir, 'r')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Makes the content of a file durable. */
export function syncFile(path: string): void {
  const fd = openSync(path, 'r+')
  try {
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Prepares the new content of `path` beside it, synced, only for this user; `commitFile` puts it in place. */
export function prepareFile(path: string, bytes: Uint8Array): void {
  const fd = openSync(unfinished(path), 'w', 0o600)
  try {
    writeAll(fd, bytes, 0)
    fsyncSync(fd)
  } finally {
    closeSync(fd)
  }
}

/** Puts what was prepared for `path` in its place, durably. */
export function commitFile(path: string): void {
  renameSync(unfinished(path), path)
  syncFolder(dirname(path))
}

/** Replaces a file atomically: whoever reads it, after whatever crash, finds all of the old content or all of the new. */
export function writeFileAtomic(path: string, bytes: Uint8Array): void {
  try {
    prepareFile(path, bytes)
    commitFile(path)
  } catch (error) {
    rmSync(unfinished(path), { force: true })
    throw error
  }
}

/** Removes what was being prepared for `path`. */
export function discardUnfinished(path: string): void {
  const dir = dirname(path)
  const name = basename(unfinished(path))
  for (const found of readdirSync(dir)) if (found.startsWith(name)) rmSync(join(dir, found), { force: true })
}
