import { parentPort, workerData } from 'node:worker_threads'
import { toHex } from '../crypto/bytes.ts'
import type { Packed } from '../index/packed.ts'
import { Keyring } from '../space/keyring.ts'
import { organisationIdSchema, spaceIdSchema } from './contract/ids.ts'
import { type FromWorker, type OpenRequest, openBlock, packOpened } from './opening.ts'

/** The worker that opens entries early. It holds the epoch keys that it is told, in memory alone, and ends with the engine's process. */

const UNKEPT = { all: () => [], add: () => undefined }
const house = spaceIdSchema.parse(workerData)
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
  const circumstances = { space, logId, keyring }
  const packed: Packed = []
  let at = 0
  for (const [offset, length] of request.lengths.entries()) {
    packOpened(packed, openBlock(circumstances, request.index + offset, Buffer.from(request.bytes, at, length), by, house))
    at += length
  }
  return packed
}

const port = parentPort
if (!port) throw new Error('this is started as a worker')
const say = (message: FromWorker): void => port.postMessage(message)
port.on('message', (request: OpenRequest) => say(open(request)))
say('ready')
