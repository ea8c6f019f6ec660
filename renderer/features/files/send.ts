import type { DraftId, FileReference, FormKey, SpaceId, UploadId } from '../../../core/engine/contract/index.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { base64Of } from '../../app/base64.ts'
import type { EngineClient } from '../../app/client.ts'
import type { FileField } from './fields.ts'

const PIECE = LIMITS.filePieceBytes

/** A file of this computer: what a `File` has of it. */
export type LocalFile = Pick<File, 'name' | 'size' | 'lastModified' | 'slice'>

/** A draft, or that of a form on the page of a record. */
export type DraftHolder = { draftId: DraftId } | { form: FormKey }
/** The same, and the field of the record under which it has a file. */
export type DraftPlace = DraftHolder & { field: FileField }

/**
 * Hands a file to the engine piece by piece, and only from where it stopped the last time, if that was this file. Aborted by the person, the engine
 * deletes what it has; where the line breaks it keeps it. `into` says which draft is to have it. Throws what the engine answers, or an `AbortError`.
 */
export async function sendFile(
  client: EngineClient,
  file: LocalFile,
  audience: SpaceId,
  signal: AbortSignal,
  sent: (bytes: number) => void,
  into: (uploadId: UploadId) => Promise<DraftPlace | null> = async () => null,
): Promise<FileReference> {
  const begun = { audience, name: file.name.slice(-LIMITS.path), size: file.size, modified: Math.trunc(file.lastModified) }
  let { uploadId, received, check } = await client.files.begin(begun)
  try {
    if (check !== null && (await checkOf(file, received, signal)) !== check) {
      ;({ uploadId, received } = await client.files.begin({ ...begun, anew: true }))
    }
    const draft = await into(uploadId)
    sent(received)
    for (let at = received; at < file.size; at += PIECE) {
      signal.throwIfAborted()
      await client.files.piece({ uploadId, at, data: await base64Of(file.slice(at, at + PIECE)) }, { signal })
      sent(Math.min(file.size, at + PIECE))
    }
    signal.throwIfAborted()
    return await client.files.finish({ uploadId, draft })
  } catch (error) {
    if (signal.aborted) await giveUp(client, uploadId)
    throw error
  }
}

/** What is left of a file that was given up is in nobody's way; the engine takes it away in the end. */
async function giveUp(client: EngineClient, uploadId: UploadId): Promise<void> {
  try {
    await client.files.cancel({ uploadId })
  } catch {
    // The line is gone, or the engine was done already: there is nobody to tell.
  }
}

/** SHA-256 of the SHA-256 of each piece of the first `length` bytes, in hexadecimal. */
export async function checkOf(file: Pick<LocalFile, 'slice'>, length: number, signal: AbortSignal): Promise<string> {
  const digests: ArrayBuffer[] = []
  for (let at = 0; at < length; at += PIECE) {
    signal.throwIfAborted()
    digests.push(await crypto.subtle.digest('SHA-256', await file.slice(at, Math.min(length, at + PIECE)).arrayBuffer()))
  }
  return hexOf(await crypto.subtle.digest('SHA-256', await new Blob(digests).arrayBuffer()))
}

const hexOf = (bytes: ArrayBuffer): string => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('')
