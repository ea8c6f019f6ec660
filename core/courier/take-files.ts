import type { DriveChunks } from './drive-chunks.ts'
import type { CourierFiles, PassOver } from './ports.ts'

/** What came: bytes of chunks and lists, and how many files are whole by it. */
export interface FilesMoved {
  bytes: number
  files: number
}

/**
 * Takes from the drive what is wanted here of a space's files, as from a partner who has what lies there. Only once its records were read: they say what is
 * wanted. Throws DISK_FULL.
 */
export async function* takeFiles(
  files: CourierFiles,
  carry: Buffer,
  chunks: DriveChunks,
  passOver: PassOver,
  signal?: AbortSignal,
): AsyncGenerator<FilesMoved, void, void> {
  await files.refresh()
  const drive = {}
  while (!signal?.aborted) {
    const wish = files.next(drive)
    if (!wish) return
    let bytes: Buffer | null
    try {
      bytes = await chunks.read(carry, wish.name, (file, { fault }) => passOver(file, fault))
    } catch (error) {
      files.letGo(wish, drive, 'ended')
      throw error
    }
    if (bytes === null) {
      files.letGo(wish, drive, 'not-here')
      continue
    }
    await files.keep(wish, bytes)
    yield { bytes: bytes.length, files: files.isWhole(wish.list) ? 1 : 0 }
  }
}
