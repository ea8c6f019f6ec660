import type { RecordId, Shareable, SharedFile, SpaceId } from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { isCleanable, isCleanablePdf } from '../files/views.ts'

export type ShareableFile = Shareable['files'][number]

/** What is shared from, and whom for. */
export interface CopiesOf {
  recordId: RecordId
  audience: SpaceId
  files: readonly ShareableFile[]
}

/** Bytes of all files together. */
export const bytesOf = (files: readonly ShareableFile[]): number => files.reduce((sum, { file }) => sum + file.size, 0)

/**
 * Makes a copy of each file for a coalition, of pictures without what is hidden in them, and of a PDF from pictures of its pages; nothing leaves by that.
 * Tells how many bytes are done. Aborted, or where one cannot be made, it throws, and none is left.
 */
export async function makeCopies(
  client: EngineClient,
  { recordId, audience, files }: CopiesOf,
  signal: AbortSignal,
  told: (bytes: number) => void,
): Promise<SharedFile[]> {
  const made: SharedFile[] = []
  try {
    for (const [i, { field, file }] of files.entries()) {
      const before = bytesOf(files.slice(0, i))
      if (isCleanablePdf(file)) {
        const { cleanPdf } = await import('../files/pdf/clean-pdf.ts')
        const drawn = (pages: number, of: number): void => told(before + Math.floor((file.size * pages) / Math.max(of, 1)))
        made.push({ field, copy: await cleanPdf(client, { file, recordId }, audience, { signal, drawn }) })
        continue
      }
      for await (const { done, copy } of await client.files.copy({ recordId, file, audience, clean: isCleanable(file) }, { signal })) {
        told(before + done)
        if (copy) made.push({ field, copy })
      }
      signal.throwIfAborted()
    }
    return made
  } catch (error) {
    await dropCopies(client, made)
    throw error
  }
}

/** Copies that were not shared in the end. What is left of one is in nobody's way: the engine takes it away later. */
export async function dropCopies(client: EngineClient, made: readonly SharedFile[]): Promise<void> {
  await Promise.allSettled(made.map(({ copy }) => client.files.discard({ file: copy })))
}
