import { randomBytes } from '../../core/crypto/bytes.ts'
import { sign } from '../../core/crypto/sign.ts'
import { signableOf } from '../../core/log/internals.ts'
import type { Log } from '../../core/log/log.ts'
import { encodeSegment } from '../../core/log/segment.ts'
import { ENTRY_TYPE, RING } from '../../core/log/types.ts'
import { type Circumstances, sealRosterEntry } from '../../core/space/entries.ts'
import { encodeEpoch } from '../../core/space/format/epoch.ts'
import { encodeOperation } from '../../core/space/format/operation.ts'
import { enterSpace, openSpace } from '../../core/space/found.ts'
import { spaceKeysOf } from '../../core/space/hand-over.ts'
import { deviceKeys } from '../../core/space/keys.ts'
import type { Space } from '../../core/space/space.ts'
import { decodeWant, encodeHeads } from '../../core/sync/messages.ts'
import type { Hostile } from './hostile.ts'
import { bring, type Party } from './spaces.ts'

/** What an entry of the roster ring says of itself when its writer does not care. */
export const circumstances = (by: Space, index: number): Circumstances => ({
  space: by.id,
  logId: by.own.id,
  index,
  wall: Date.now(),
  clock: { ms: Date.now(), counter: 0 },
  certificate: by.statements()[0]?.hash ?? randomBytes(32),
  rosterHash: randomBytes(32),
  heads: [],
})

/** Epochs that name a victim among many, and hold nothing for it: as many boxes as there may be. */
export async function floodEpochs(by: Space, instance: Buffer, count: number): Promise<void> {
  const [under] = by.rosterEpochs()
  if (!under) throw new Error('is a member')
  await by.own.append((first) =>
    Array.from({ length: count }, (_, i) => {
      const epoch = { ring: RING.main, epochId: randomBytes(32), rosterHash: randomBytes(32), instances: [instance] }
      const boxes = Array.from({ length: 512 }, () => randomBytes(80))
      return sealRosterEntry(circumstances(by, first + i), ENTRY_TYPE.epoch, encodeEpoch(epoch), under, by.keyring, boxes)
    }),
  )
}

/** Roster operations as small as they can be, behind one another in the own log, and then what only looks like some. */
export async function flood(by: Space, real: number, alike: number): Promise<void> {
  const [under] = by.rosterEpochs()
  const instance = by.me?.instance
  if (!under || !instance) throw new Error('is a member')
  const noise = encodeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'accept', accepted: instance } })
  const seal = (index: number) => sealRosterEntry(circumstances(by, index), ENTRY_TYPE.roster, noise, under, by.keyring)
  await by.own.append((first) => Array.from({ length: real }, (_, i) => seal(first + i)))
  const last = await by.own.get(by.own.length - 1)
  for (let left = alike; left > 0; left -= 8_192) {
    await by.own.append((first) =>
      Array.from({ length: Math.min(left, 8_192) }, (_, i) => {
        const block = Buffer.from(last)
        block.writeBigUInt64BE(BigInt(first + i), 8)
        return block
      }),
    )
  }
}

/** Another computer of an organisation, which knows who belongs. */
export async function addComputer(keyholder: Space, { around, identity }: Party): Promise<Space> {
  const own = { organisationSeed: null, deviceSeed: identity.deviceSeed, organisationName: '' }
  const { log, box } = deviceKeys(own.deviceSeed, keyholder.id)
  await keyholder.certifyDevice({ log: log.publicKey, box: box.publicKey, label: '' })
  const [keys] = await spaceKeysOf(keyholder, keyholder.keyring.all())
  if (!keys) throw new Error('a space has keys')
  const space = await openSpace(enterSpace('coalition', keys, around).facts, own, around)
  await bring(keyholder, space)
  return space
}

/** A head that its author has signed, of a log as long as it says: nobody can tell that the entries are not there before they are asked for. */
export function boast(by: Space, length: number): Buffer {
  const treeHash = randomBytes(32)
  const signature = sign(signableOf(by.own.id, treeHash, length), by.device.log.secretKey)
  return encodeHeads([{ logId: by.own.id, signer: by.own.signer, length, treeHash, signature }])
}

/** Answers every wish for a log as an honest computer does. */
export function serve(hostile: Hostile, log: Log): void {
  hostile.onWant = (bytes) => {
    const { start } = decodeWant(bytes)
    void log.segmentFrom(start).then((segment) => segment && hostile.segment?.send(encodeSegment(segment)))
  }
}
