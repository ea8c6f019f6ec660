import { parentPort } from 'node:worker_threads'
import { toHex } from '../crypto/bytes.ts'
import { makeOf } from '../index/made.ts'
import { type Packed, pack } from '../index/packed.ts'
import { isRecordKind } from '../records/kinds.ts'
import { Keyring } from '../space/keyring.ts'
import { readBlock } from '../space/reader.ts'
import { organisationIdSchema, spaceIdSchema } from './contract/ids.ts'
import type { FromOpener, OpenRequest } from './opening.ts'
import { recordVersion } from './services/record-version.ts'

/** The thread that opens entries early: it holds the epoch keys it is told, in memory, and ends with the engine. */

const UNKEPT = { all: () => [], add: () => undefined }
const keyrings = new Map<string, Keyring>()

function keyringOf({ space, keys }: OpenRequest): Keyring {
  const name = toHex(space)
  const keyring = keyrings.get(name) ?? new Keyring(Buffer.from(space), UNKEPT)
  keyrings.set(name, keyring)
  for (const { epochId, ring, key } of keys) keyring.add({ epochId: Buffer.from(epochId), ring, key: Buffer.from(key) })
  return keyring
}

function open(request: OpenRequest): Packed {
  const keyring = keyringOf(request)
  const [space, logId] = [Buffer.from(request.space), Buffer.from(request.logId)]
  const by = {
    space: spaceIdSchema.parse(toHex(space)),
    organisation: organisationIdSchema.parse(toHex(request.organisation)),
    own: request.own,
  }
  const house = spaceIdSchema.parse(request.house)
  const log = toHex(logId)
  const packed: Packed = []
  let at = 0
  for (const [offset, length] of request.lengths.entries()) {
    const index = request.index + offset
    const read = readBlock(space, logId, index, Buffer.from(request.bytes, at, length), keyring)
    at += length
    const version =
      read.is === 'record' && isRecordKind(read.causal.kind) ? recordVersion(by, { log, index }, read.causal, read.body) : null
    if (read.is !== 'record' || version === null) {
      packed.push(0)
      continue
    }
    const { kindVersion, minimumReader, clock, wall, certificate } = read.causal
    packed.push(1, kindVersion, minimumReader, clock.ms, clock.counter, wall, certificate.toString('latin1'))
    pack(packed, makeOf(version, house))
  }
  return packed
}

const port = parentPort
if (!port) throw new Error('this is started as a thread')
const say = (message: FromOpener): void => port.postMessage(message)
port.on('message', (request: OpenRequest) => say({ id: request.id, packed: open(request) }))
say('ready')
