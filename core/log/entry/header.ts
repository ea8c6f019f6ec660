import { readU64 } from '../../crypto/bytes.ts'
import { EntryError } from './error.ts'

export const HEADER_BYTES = 80
const FORMAT = 1
const SUITE = 1

/** The clear part of an entry (docs/protocol.md section 4). */
export interface Header {
  type: number
  tableLength: number
  index: number
  epochId: Buffer
  nonce: Buffer
}

/** 80 bytes. */
export function encodeHeader(header: Header): Buffer {
  const out = Buffer.alloc(HEADER_BYTES)
  out.write('PL', 0, 'latin1')
  out.writeUInt8(FORMAT, 2)
  out.writeUInt8(header.type, 3)
  out.writeUInt8(SUITE, 4)
  out.writeUInt16BE(header.tableLength, 6)
  out.writeBigUInt64BE(BigInt(header.index), 8)
  out.set(header.epochId, 16)
  out.set(header.nonce, 48)
  return out
}

/**
 * Reads the header without any key. Throws EntryError `malformed`, or `newer` for a format, suite or type below 128 that this version
 * does not know; types of 128 and above come back as they are, to be ignored.
 */
export function decodeHeader(block: Buffer): Header {
  if (block.length < HEADER_BYTES) throw new EntryError('malformed', 'short header')
  if (block.readUInt16BE(0) !== 0x504c) throw new EntryError('malformed', 'magic')
  const type = block.readUInt8(3)
  if (block.readUInt8(2) !== FORMAT) throw new EntryError('newer', 'format')
  if (block.readUInt8(4) !== SUITE) throw new EntryError('newer', 'suite')
  if (type === 0) throw new EntryError('malformed', 'type')
  if (type > 5 && type < 128) throw new EntryError('newer', 'type')
  if (block.readUInt8(5) !== 0) throw new EntryError('malformed', 'flags')
  if (block.readUInt32BE(72) !== 0 || block.readUInt32BE(76) !== 0) throw new EntryError('malformed', 'reserved')
  const index = readU64(block, 8)
  if (index === null) throw new EntryError('malformed', 'index')
  return {
    type,
    tableLength: block.readUInt16BE(6),
    index,
    epochId: block.subarray(16, 48),
    nonce: block.subarray(48, 72),
  }
}
