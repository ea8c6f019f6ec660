import { Writer } from '../log/codec.ts'
import { bounded } from './messages.ts'

/** Longest part of a chunk in one message, in bytes: a full chunk has sixteen, and what is new waits for one at most. */
export const FILE_PART_MAX = 65_541

const NAMES = 64
const ASK_MAX = NAMES
const PART_MAX = NAMES + 4 + FILE_PART_MAX

/** What is asked for of a file: its list, by which a record names it, or (`name` another) a chunk that the list names. */
export interface FileAsk {
  list: Buffer
  name: Buffer
}

/** A part of what was asked for. Without bytes: it is not here. */
export interface FilePart extends FileAsk {
  start: number
  bytes: Buffer
}

export const encodeAsk = ({ list, name }: FileAsk): Buffer => new Writer().raw(list, 32).raw(name, 32).done()

/** Throws MalformedError, as does `decodePart`. */
export function decodeAsk(bytes: Buffer): FileAsk {
  const reader = bounded(bytes, ASK_MAX)
  const ask = { list: reader.fixed(32), name: reader.fixed(32) }
  reader.end()
  return ask
}

export const encodePart = ({ list, name, start, bytes }: FilePart): Buffer =>
  new Writer().raw(list, 32).raw(name, 32).u32(start).raw(bytes).done()

/** `bytes` is a view of the message. */
export function decodePart(message: Buffer): FilePart {
  const reader = bounded(message, PART_MAX)
  const part = { list: reader.fixed(32), name: reader.fixed(32), start: reader.u32() }
  return { ...part, bytes: reader.view(reader.left) }
}
