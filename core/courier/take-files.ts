import type { DriveChunks } from './drive-chunks.ts'
import type { CourierFiles } from './ports.ts'

/** What came: bytes of chunks and lists, and how many files are whole by it. */
export interface FilesMoved {
  bytes: number
  files: number
}

/** Takes from the drive what is wanted here of a space's files. Only once its records were read: they say what is wanted. Throws DISK_FULL. */
export async function* takeFiles(
  files: CourierFiles,
  carry: Buffer,
  chunks: DriveChunks,
  signal?: AbortSignal,
): AsyncGenerator<FilesMoved, void, void> {
  await files.refresh()
  for (const wish of files.wishes()) {
    if (signal?.aborted) return
    const bytes = await chunks.read(carry, wish.name)
    if (bytes) yield { bytes: bytes.length, files: (await files.keep(wish, bytes)) ? 1 : 0 }
  }
}
