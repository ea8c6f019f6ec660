import type { FileReference, RecordId } from '../../../core/engine/contract/index.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { bytesOf } from '../../app/base64.ts'
import type { EngineClient } from '../../app/client.ts'
import { viewOf } from './views.ts'

/**
 * A whole file in memory, under the type that it is shown by and no other. Both shells run a session that has no disk, in which Chromium keeps blobs in
 * memory only. Throws what the engine answers, or an `AbortError`.
 */
export async function receiveFile(
  client: Pick<EngineClient, 'files'>,
  file: FileReference,
  recordId: RecordId | null,
  signal: AbortSignal,
  received: (bytes: number) => void = () => undefined,
): Promise<Blob> {
  const parts: Uint8Array<ArrayBuffer>[] = []
  for (let start = 0; start < file.size; start += LIMITS.filePieceBytes) {
    signal.throwIfAborted()
    const { data } = await client.files.read({ recordId, file, start, length: LIMITS.filePieceBytes }, { signal })
    const bytes = bytesOf(data)
    parts.push(bytes)
    received(start + bytes.length)
  }
  return new Blob(parts, { type: viewOf(file).kind === 'none' ? 'application/octet-stream' : file.type })
}
