import { AEAD_NONCE_BYTES } from '../crypto/aead.ts'
import { equal, u32, utf8, zero } from '../crypto/bytes.ts'
import { bareHash, HASH_BYTES, KDF } from '../crypto/hash.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { MalformedError, Reader, Writer } from '../log/codec.ts'
import { BOX_OVERHEAD, openBox, sealBox } from '../log/entry/box.ts'
import { EntryError } from '../log/entry/error.ts'
import { paddedLength } from '../log/entry/padme.ts'

/** Bytes of the file in each chunk but the last. */
export const CHUNK_BYTES = 1024 * 1024
const OVERHEAD = AEAD_NONCE_BYTES + BOX_OVERHEAD
/** The longest chunk file. A padded length of a power of two is that power, so that a full chunk fits. */
export const CHUNK_FILE_MAX = OVERHEAD + CHUNK_BYTES
/** The shortest. */
export const CHUNK_FILE_MIN = OVERHEAD + paddedLength(0)

const VERSION = 1
const PREFIX = utf8('parasol/1')

/** A chunk as it lies on the disk, and its name. */
export interface SealedChunk {
  /** BLAKE2b-256 of the parts, one after the other. */
  name: Buffer
  /** Nonce and box: not put together, as a copy of a MiB for nothing is dear. */
  parts: [Buffer, Buffer]
}

/** What the sealed list of a file says. */
export interface ChunkList {
  size: number
  sha256: Buffer
  /** Names of the chunks in order. */
  names: Buffer[]
}

/** How many chunks a file of so many bytes has. */
export const chunksOf = (size: number): number => Math.max(1, Math.ceil(size / CHUNK_BYTES))

/** Bytes of the file in its chunk `index`. */
export const bytesIn = (size: number, index: number): number => Math.min(CHUNK_BYTES, size - index * CHUNK_BYTES)

/** Bytes that its file on the disk has. */
export const chunkFileBytes = (size: number, index: number): number => OVERHEAD + paddedLength(bytesIn(size, index))

/** Bytes that the list of a file has on the disk. */
export const listFileBytes = (size: number): number => OVERHEAD + paddedLength(1 + 8 + HASH_BYTES + 4 + HASH_BYTES * chunksOf(size))

/** The longest list: that of the longest file. */
export const LIST_FILE_MAX = listFileBytes(LIMITS.fileBytes)

/** Which chunk is meant: the index and whether it is the last go into what is authenticated. */
export interface ChunkPlace {
  index: number
  last: boolean
}

const placeData = ({ index, last }: ChunkPlace): Buffer => Buffer.concat([PREFIX, u32(index), Buffer.of(last ? 1 : 0)])

/** Seals one chunk under a nonce that must be new: a resumed file may have other bytes at a place that was sealed before. */
export function sealChunk(fileKey: Buffer, place: ChunkPlace, nonce: Buffer, body: Uint8Array): SealedChunk {
  return sealed(KDF(fileKey, 'chunk', u32(place.index)), placeData(place), nonce, body)
}

/** The bytes of a chunk that must hold `length` of them. Throws FILE_DAMAGED. */
export function openChunk(fileKey: Buffer, place: ChunkPlace, name: Buffer, bytes: Buffer, length: number): Buffer {
  const body = opened(KDF(fileKey, 'chunk', u32(place.index)), placeData(place), name, bytes)
  if (body.length !== length) throw damaged('chunk length')
  return body
}

/** Seals the list of a file's chunks. */
export function sealList(fileKey: Buffer, nonce: Buffer, { size, sha256, names }: ChunkList): SealedChunk {
  const body = new Writer().u8(VERSION).u64(size).raw(sha256, HASH_BYTES).u32(names.length)
  for (const name of names) body.raw(name, HASH_BYTES)
  return sealed(KDF(fileKey, 'chunk-list'), PREFIX, nonce, body.done())
}

/** Reads a list. Throws FILE_DAMAGED, NEWER_VERSION. */
export function openList(fileKey: Buffer, name: Buffer, bytes: Buffer): ChunkList {
  const body = opened(KDF(fileKey, 'chunk-list'), PREFIX, name, bytes)
  try {
    const reader = new Reader(body)
    if (reader.u8() !== VERSION) throw new ParasolError('NEWER_VERSION')
    const size = reader.u64()
    const sha256 = reader.fixed(HASH_BYTES)
    const count = reader.u32()
    if (size > LIMITS.fileBytes || count !== chunksOf(size)) throw damaged('count of chunks')
    const names = Array.from({ length: count }, () => reader.fixed(HASH_BYTES))
    reader.end()
    return { size, sha256, names }
  } catch (error) {
    throw error instanceof MalformedError ? damaged('list') : error
  }
}

function sealed(key: Buffer, data: Buffer, nonce: Buffer, body: Uint8Array): SealedChunk {
  const box = sealBox(key, nonce, data, body, BOX_OVERHEAD + paddedLength(body.byteLength))
  zero(key)
  return { name: bareHash([nonce, box]), parts: [nonce, box] }
}

function opened(key: Buffer, data: Buffer, name: Buffer, bytes: Buffer): Buffer {
  try {
    if (!equal(bareHash([bytes]), name)) throw damaged('name')
    const body = openBox(key, bytes.subarray(0, AEAD_NONCE_BYTES), data, bytes.subarray(AEAD_NONCE_BYTES))
    if (bytes.length !== OVERHEAD + paddedLength(body.length)) throw damaged('padded length')
    return body
  } catch (error) {
    throw error instanceof EntryError ? damaged(error.fault) : error
  } finally {
    zero(key)
  }
}

const damaged = (what: string): ParasolError => new ParasolError('FILE_DAMAGED', undefined, { cause: new Error(what) })
