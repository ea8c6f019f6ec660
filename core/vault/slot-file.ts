import { closeSync, existsSync, fsyncSync, openSync, readSync } from 'node:fs'
import { ParasolError } from '../error.ts'
import { prepareFile, writeAll } from './files.ts'
import { COPY_BYTES, decodeTable, encodeTable, type SlotTable } from './slots.ts'

/**
 * Where the two copies begin. They lie far apart, so that no sector, page or flash page holds parts of both, and are overwritten in place,
 * one after the other: replacing the file would leave the old slots on the disk, and the old passphrase would go on opening them.
 */
export const COPY_OFFSETS = [0, 32_768] as const
const FILE_BYTES = 65_536

/** The table of a slot file, and whether a damaged copy has been mended from the other. */
export interface ReadSlots {
  table: SlotTable
  mended: boolean
}

/** Prepares a new slot file with both copies beside its place; `commitFile` makes it the vault's. */
export function prepareSlotFile(path: string, table: SlotTable): void {
  if (existsSync(path)) throw new ParasolError('VAULT_EXISTS')
  const bytes = Buffer.alloc(FILE_BYTES)
  for (const offset of COPY_OFFSETS) bytes.set(encodeTable(table), offset)
  prepareFile(path, bytes)
}

/**
 * Reads the slot file. A copy that is torn, garbled or behind is brought level from the other, on disk, before this returns: only then is
 * a slot that was overwritten gone from both. Throws VAULT_MISSING, VAULT_DAMAGED when neither copy is good, NEWER_VERSION.
 */
export function readSlotFile(path: string): ReadSlots {
  if (!existsSync(path)) throw new ParasolError('VAULT_MISSING')
  const fd = openSync(path, 'r+')
  try {
    const copies = COPY_OFFSETS.map((offset) => ({ offset, table: readCopy(fd, offset) }))
    // A newer version wrote it, whole: mending its other copy is not for this one.
    if (copies.some(({ table }) => table === 'newer')) throw new ParasolError('NEWER_VERSION')
    const good = copies.flatMap(({ table }) => (typeof table === 'string' ? [] : [table]))
    const best = good.reduce<SlotTable | null>((a, b) => (a && a.sequence >= b.sequence ? a : b), null)
    if (!best) throw new ParasolError('VAULT_DAMAGED')
    const bytes = encodeTable(best)
    for (const { offset, table } of copies) if (typeof table === 'string' || !encodeTable(table).equals(bytes)) writeCopy(fd, offset, bytes)
    return { table: best, mended: good.length < copies.length }
  } finally {
    closeSync(fd)
  }
}

/** Overwrites both copies in place, the first synced before the second is touched. */
export function overwriteSlotFile(path: string, table: SlotTable): void {
  const fd = openSync(path, 'r+')
  try {
    const bytes = encodeTable(table)
    for (const offset of COPY_OFFSETS) writeCopy(fd, offset, bytes)
  } finally {
    closeSync(fd)
  }
}

function writeCopy(fd: number, offset: number, bytes: Uint8Array): void {
  writeAll(fd, bytes, offset)
  fsyncSync(fd)
}

function readCopy(fd: number, offset: number): ReturnType<typeof decodeTable> {
  const bytes = Buffer.alloc(COPY_BYTES)
  let done = 0
  while (done < COPY_BYTES) {
    const read = readSync(fd, bytes, done, COPY_BYTES - done, offset + done)
    if (read === 0) return 'damaged'
    done += read
  }
  return decodeTable(bytes)
}
