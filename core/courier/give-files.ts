import { Pacer } from '../pacer.ts'
import type { DriveChunks } from './drive-chunks.ts'
import type { CourierFiles, OfferedFile } from './ports.ts'
import type { FilesMoved } from './take-files.ts'

/** Files of a space of which not all is on the drive, with what is missing there. `long`: those too that nobody gets who does not ask for them. */
export async function missingFiles(files: CourierFiles, carry: Buffer, chunks: DriveChunks, long: boolean): Promise<OfferedFile[]> {
  const missing: OfferedFile[] = []
  const pace = new Pacer()
  for (const { list, parts } of await files.offered(long)) {
    const absent: OfferedFile['parts'] = []
    for (const part of parts) {
      if (pace.due) await pace.breathe()
      if (!(await chunks.has(carry, part))) absent.push(part)
    }
    if (absent.length > 0) missing.push({ list, parts: absent })
  }
  return missing
}

/** Bytes of all parts. */
export const bytesOfFiles = (files: readonly OfferedFile[]): number =>
  files.reduce((sum, { parts }) => sum + parts.reduce((bytes, { length }) => bytes + length, 0), 0)

/** Puts what is missing on the drive, file by file. A file that was erased meanwhile is left as it is, and one for which there is no place. Throws DriveFault. */
export async function* giveFiles(
  files: CourierFiles,
  missing: readonly OfferedFile[],
  carry: Buffer,
  chunks: DriveChunks,
  signal?: AbortSignal,
): AsyncGenerator<FilesMoved, void, void> {
  for (const { list, parts } of missing) {
    for (const [at, part] of parts.entries()) {
      if (signal?.aborted) return
      const bytes = await files.give({ list, name: part.name })
      if (!bytes || !(await chunks.add(carry, part, bytes))) break
      yield { bytes: part.length, files: at === parts.length - 1 ? 1 : 0 }
    }
  }
}
