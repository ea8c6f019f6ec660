import { createCipheriv, createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createState, openState, type State } from '../../vault/state/state.ts'
import { Blobs } from '../blobs.ts'
import type { FileReader } from '../reader.ts'
import type { KeyedFile } from '../reference.ts'

export const SPACE = Buffer.alloc(32, 1)
const STATE_KEY = Buffer.alloc(32, 9)

/** The bytes of a made-up file: the same for the same size, and different in every MiB. */
export function bytesOf(size: number, seed = 0): Buffer {
  return createCipheriv('aes-256-ctr', Buffer.alloc(32, seed), Buffer.alloc(16)).update(Buffer.alloc(size))
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A folder of chunks and its journal, as a profile has them. */
export interface Scene {
  dir: string
  chunks: string
  state: State
  blobs: Blobs
}

export function openScene(dir = mkdtempSync(join(tmpdir(), 'parasol-blobs-'))): Scene {
  const chunks = join(dir, 'blobs')
  const isNew = mkdirSync(chunks, { recursive: true }) !== undefined
  const path = join(dir, 'state.db')
  const state = isNew ? createState(path, STATE_KEY) : openState(path, STATE_KEY)
  return { dir, chunks, state, blobs: new Blobs(chunks, state.blobs) }
}

/** As after the end of the process: what was not in place is gone for the next one. */
export async function reopen(scene: Scene): Promise<Scene> {
  await close(scene)
  return openScene(scene.dir)
}

export async function endScene(scene: Scene): Promise<void> {
  await close(scene)
  rmSync(scene.dir, { recursive: true })
}

async function close({ state, blobs }: Scene): Promise<void> {
  for (const { uploadId } of state.blobs.uploads()) await blobs.stop(uploadId.toString('hex'), true)
  state.close()
}

export const FILE = { name: 'raid.mp4', modified: 1_700_000_000_000 }

/** Brings a file in whole, in pieces of some 700 kB. */
export async function bringIn({ blobs }: Scene, bytes: Buffer): Promise<KeyedFile> {
  const upload = await blobs.begin(SPACE, { ...FILE, size: bytes.length })
  await upload.putAll(piecesOf(bytes.subarray(upload.received)))
  return { ...(await blobs.finish(upload.row.uploadId.toString('hex'))), type: 'video/mp4', name: FILE.name }
}

/** All of a file's bytes. */
export async function wholeOf(reader: FileReader): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of reader.all()) parts.push(part)
  return Buffer.concat(parts)
}

export async function* piecesOf(bytes: Buffer, length = 700_001): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}
