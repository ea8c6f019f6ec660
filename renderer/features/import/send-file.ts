import type { ImportId } from '../../../core/engine/contract/index.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { base64Of } from '../../app/base64.ts'
import type { EngineClient } from '../../app/client.ts'

/** Hands a file to the engine piece by piece. Nothing is written by it. Throws what the engine answers, or an `AbortError`. */
export async function sendFile(client: EngineClient, file: File, signal: AbortSignal, sent: (bytes: number) => void): Promise<ImportId> {
  const { importId } = await client.imports.begin({ fileName: file.name.slice(-255), bytes: file.size }, { signal })
  for (let start = 0; start < file.size; start += LIMITS.importChunkBytes) {
    const piece = file.slice(start, start + LIMITS.importChunkBytes)
    await client.imports.chunk({ importId, data: await base64Of(piece) }, { signal })
    sent(Math.min(file.size, start + LIMITS.importChunkBytes))
  }
  return importId
}
