import { createHash, createPublicKey, verify } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sealChunk } from '../core/blobs/format.ts'
import { sealFile } from '../core/courier/file.ts'
import { disclose } from '../core/log/entry/disclose.ts'
import { epochIdOf, KeyCache } from '../core/log/entry/keys.ts'
import { openEntry } from '../core/log/entry/open.ts'
import { sealEntry } from '../core/log/entry/seal.ts'
import { decodeSegment, encodeSegment } from '../core/log/segment.ts'
import type { EpochKey, Ring } from '../core/log/types.ts'
import { blake2b256 } from './vectors/blake2b.ts'
import { blobFile, blobVectors } from './vectors/blob-vectors.ts'
import { courierVectors } from './vectors/courier-vectors.ts'
import { entries, nonce } from './vectors/inputs.ts'
import { blockAt, logVectors } from './vectors/log-vectors.ts'
import { courierChunkName, H, KDF, readChunkFile, readCourierFile, readEntry, treeHash } from './vectors/second-reader.ts'

interface EntryVectors {
  space: string
  deviceSeed: string
  deviceLogKey: string
  logId: string
  epochs: { ring: Ring; key: string; epochId: string }[]
  keysOfIncident: Record<'L' | 'leaf' | 'E' | 'table' | 'body', string>
  entries: {
    name: string
    type: number
    index: number
    tableEpochId: string
    boxes: string[]
    sections: { id: number; name: number; ring: Ring; critical: boolean; key: string; body: string }[]
    block: string
  }[]
}
interface LogVectors {
  space: string
  deviceLogKey: string
  logId: string
  namespace: string
  blockHashes: string[]
  heads: { length: number; treeHash: string; signature: string }[]
  segment: string
}

const load = <T>(name: string): T => JSON.parse(readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8')) as T
const frozen = load<EntryVectors>('entry-v1.json')
const log = load<LogVectors>('log-v1.json')
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')
const space = bytes(frozen.space)
const logId = bytes(frozen.logId)
const epochs: EpochKey[] = frozen.epochs.map(({ ring, key, epochId }) => ({ ring, key: bytes(key), epochId: bytes(epochId) }))
const keyOf = (epochId: Buffer) => epochs.find((one) => one.epochId.equals(epochId))

describe('the frozen vectors of the entry format', () => {
  it('have every type of entry', () => {
    expect(new Set(frozen.entries.map(({ type }) => type))).toEqual(new Set([1, 2, 3, 4, 5]))
    expect(entries.map(({ name }) => name)).toEqual(frozen.entries.map(({ name }) => name))
    expect(nonce).toEqual(Buffer.from(Array.from({ length: 24 }, (_, i) => 96 + i)))
  })

  it.each(frozen.entries)('$name: the code seals the same bytes and opens them', (vector) => {
    const input = entries.find(({ name }) => name === vector.name)?.input
    if (!input) throw new Error('every vector has its input')
    const block = bytes(vector.block)
    expect(sealEntry(input, new KeyCache(), nonce).toString('hex')).toBe(vector.block)
    const place = { space, logId, index: vector.index, block, keyOf }
    const opened = openEntry(place)
    expect(opened.type).toBe(vector.type)
    expect(opened.epochId.toString('hex')).toBe(vector.tableEpochId)
    expect(opened.boxes.map((box) => box.toString('hex'))).toEqual(vector.boxes)
    const given = disclose(
      place,
      vector.sections.map(({ id }) => id),
    )
    for (const { id, name, ring, body, key } of vector.sections) {
      const epochId = epochs.find((one) => one.ring === ring)?.epochId
      expect(opened.sections.get(name)).toEqual({ name, ring, epochId, body: bytes(body) })
      expect(given.sections.get(id)?.toString('hex')).toBe(key)
    }
  })

  it.each(frozen.entries)('$name: a second reader, written from the protocol alone, reads the same', (vector) => {
    const keys = new Map(frozen.epochs.map(({ epochId, key }) => [epochId, bytes(key)]))
    const read = readEntry(space, logId, vector.index, bytes(vector.block), keys)
    expect(read).toEqual({ type: vector.type, sections: vector.sections.map(({ key: _, ...section }) => section) })
  })

  it('have keys and ids that follow from the protocol', () => {
    for (const { ring, key, epochId } of frozen.epochs) {
      expect(H('epoch-id', space, Buffer.of(ring), bytes(key)).toString('hex')).toBe(epochId)
      expect(epochIdOf(space, ring, bytes(key)).toString('hex')).toBe(epochId)
    }
    const main = bytes(frozen.epochs.find(({ ring }) => ring === 2)?.key ?? '')
    const L = KDF(main, 'log', logId)
    const leaf = KDF(L, 'leaf', Buffer.from([0, 0, 0, 0, 0, 0, 0, 1]))
    const E = KDF(leaf, 'entry', nonce)
    const derived = { L, leaf, E, table: KDF(E, 'section', Buffer.of(0, 0)), body: KDF(E, 'section', Buffer.of(0, 2)) }
    expect(Object.fromEntries(Object.entries(derived).map(([name, key]) => [name, key.toString('hex')]))).toEqual(frozen.keysOfIncident)
  })
})

describe('the frozen vectors of a log', () => {
  it('are what the code writes', async () => {
    expect(await logVectors()).toEqual(load('log-v1.json'))
    const segment = decodeSegment(bytes(log.segment))
    expect(segment.blocks).toEqual([blockAt(3), blockAt(4)])
    expect(encodeSegment(segment).toString('hex')).toBe(log.segment)
  })

  it('have tree hashes, signatures and block hashes that a second reader agrees with', () => {
    const signer = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: bytes(log.deviceLogKey).toString('base64url') }, format: 'jwk' })
    // Hypercore's namespace of a tree: BLAKE2b of (BLAKE2b of "hypercore") and the number 0.
    const namespace = blake2b256(Buffer.concat([blake2b256(Buffer.from('hypercore')), Buffer.of(0)]))
    for (const { length, treeHash: hash, signature } of log.heads) {
      expect(treeHash(Array.from({ length }, (_, n) => blockAt(n))).toString('hex')).toBe(hash)
      const lengthAndFork = Buffer.alloc(16)
      lengthAndFork.writeUInt8(length)
      const signed = Buffer.concat([namespace, bytes(log.logId), bytes(hash), lengthAndFork])
      expect(verify(null, signed, signer, bytes(signature)), `length ${length}`).toBe(true)
    }
    expect(log.blockHashes).toEqual([0, 1, 2, 3, 4].map((n) => H('block', blockAt(n)).toString('hex')))
    expect(H('log-namespace', bytes(log.space), bytes(log.deviceLogKey)).toString('hex')).toBe(log.namespace)
    expect(log.logId).toBe(frozen.logId)
  })

  it('stand on a BLAKE2b that gives the known answers', () => {
    // RFC 7693 has only BLAKE2b-512; these are of the reference implementation, for BLAKE2b-256.
    expect(blake2b256(Buffer.alloc(0)).toString('hex')).toBe('0e5751c026e543b2e8ab2eb06099daa1d1e5df47778f7787faab45cdf12fe3a8')
    expect(blake2b256(Buffer.from('abc')).toString('hex')).toBe('bddd813c634239723171ef3fee98579b94964e3bb1cb3e427262c8c068d52319')
  })
})

describe('the frozen vector of a courier drive', () => {
  const frozenFile = load<ReturnType<typeof courierVectors>>('courier-v1.json')
  const [carry, salt] = [bytes(frozenFile.carrySecret), bytes(frozenFile.salt)]

  it('is what the code writes', () => {
    expect(courierVectors(log)).toEqual(frozenFile)
  })

  it('is read by a second reader, written from the protocol alone', () => {
    const file = sealFile(carry, salt, bytes(frozenFile.content))
    expect(H('courier-vector', file).toString('hex')).toBe(frozenFile.hash)
    expect(KDF(carry, 'courier-key', salt).toString('hex')).toBe(frozenFile.key)
    const content = readCourierFile(carry, file)
    expect(content.toString('hex')).toBe(frozenFile.content)
    // One run: its tree hash, the number of segments, and the segment with its length.
    const end = log.heads.at(-1)
    expect([content[0], content.readUInt16BE(1), content.subarray(3, 35).toString('hex')]).toEqual([1, 1, end?.treeHash])
    expect([content.readUInt16BE(35), content.readUInt32BE(37)]).toEqual([1, log.segment.length / 2])
    expect(content.subarray(41).toString('hex')).toBe(log.segment)
    const { folder, name, file: called } = frozenFile.chunk
    expect(courierChunkName(carry, folder, bytes(name))).toBe(called)
  })
})

describe('the frozen vectors of a file in chunks', () => {
  const made = load<ReturnType<typeof blobVectors>>('blobs-v1.json')
  const sha256 = createHash('sha256').update(blobFile()).digest('hex')
  const key = bytes(made.fileKey)

  it('are what the code writes', () => {
    expect(blobVectors(sha256)).toEqual(made)
  })

  it('are read by a second reader, written from the protocol alone', () => {
    const file = blobFile()
    const bodies = [file.subarray(0, 1024 * 1024), file.subarray(1024 * 1024)]
    for (const [index, body] of bodies.entries()) {
      const place = Buffer.from([0, 0, 0, index, index === 1 ? 1 : 0])
      const chunk = Buffer.concat(sealChunk(key, { index, last: index === 1 }, bytes(made.chunks[index]?.nonce ?? ''), body).parts)
      expect(blake2b256(chunk).toString('hex')).toBe(made.chunks[index]?.name)
      expect(H('blob-vector', chunk).toString('hex')).toBe(made.chunks[index]?.hash)
      expect(readChunkFile(KDF(key, 'chunk', place.subarray(0, 4)), place, chunk).equals(body)).toBe(true)
    }
    const list = readChunkFile(KDF(key, 'chunk-list'), Buffer.alloc(0), bytes(made.list))
    expect([list[0], Number(list.readBigUInt64BE(1)), list.subarray(9, 41).toString('hex'), list.readUInt32BE(41)]).toEqual([
      1,
      file.length,
      sha256,
      2,
    ])
    expect(list.subarray(45).toString('hex')).toBe(
      made.chunks
        .slice(0, 2)
        .map(({ name }) => name)
        .join(''),
    )
    expect(blake2b256(bytes(made.list)).toString('hex')).toBe(made.chunks[2]?.name)
  })
})
