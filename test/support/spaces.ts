import { join } from 'node:path'
import { randomBytes } from '../../core/crypto/bytes.ts'
import type { Log } from '../../core/log/log.ts'
import type { LogCopy } from '../../core/log/log-copy.ts'
import { LogStore } from '../../core/log/store.ts'
import type { EpochKey } from '../../core/log/types.ts'
import { makeStatement } from '../../core/space/format/statement.ts'
import { foundSpace, joinSpace, openSpace, type Surroundings } from '../../core/space/found.ts'
import { deviceKeys, organisationKeys } from '../../core/space/keys.ts'
import type { Identity } from '../../core/space/ports.ts'
import type { IngestBatch, Space } from '../../core/space/space.ts'

/** An organisation with its own store and in-memory vault, for tests of spaces. */
export interface Party {
  /** Of a keyholder's computer. */
  identity: Identity & { organisationSeed: Buffer }
  store: LogStore
  around: Surroundings
}

export async function makeParty(folder: string, name: string, now: () => number = Date.now): Promise<Party> {
  const store = await LogStore.open(join(folder, name))
  const keys = new Map<string, EpochKey[]>()
  const positions = new Map<string, { signer: Buffer; index: number }[]>()
  const heads = new Map<string, { length: number; treeHash: Buffer }>()
  const proofs = new Map<string, { logId: Buffer; proof: Buffer }>()
  const branches = new Map<string, { logId: Buffer; branch: Buffer }>()
  const list = <T>(map: Map<string, T[]>, space: Buffer): T[] => {
    const key = space.toString('hex')
    const found = map.get(key) ?? []
    map.set(key, found)
    return found
  }
  return {
    identity: { organisationSeed: randomBytes(32), deviceSeed: randomBytes(32), organisationName: name },
    store,
    around: {
      store,
      now,
      ownHeads: {
        get: (logId) => heads.get(logId.toString('hex')) ?? null,
        put: (head) => void heads.set(head.logId.toString('hex'), head),
      },
      forkProofs: { all: () => [...proofs.values()], put: (logId, proof) => void proofs.set(logId.toString('hex'), { logId, proof }) },
      forkBranches: {
        all: () => [...branches.values()],
        put: (logId, treeHash, branch) => void branches.set(`${logId.toString('hex')} ${treeHash.toString('hex')}`, { logId, branch }),
        remove: (logId, treeHash) => void branches.delete(`${logId.toString('hex')} ${treeHash.toString('hex')}`),
      },
      epochs: (space) => ({ all: () => [...list(keys, space)], add: (epoch) => void list(keys, space).push(epoch) }),
      positions: (space) => ({
        all: () => [...list(positions, space)],
        add: (signer, index) => void list(positions, space).push({ signer, index }),
      }),
    },
  }
}

/** A coalition founded by one party, joined by the other; the joiner's acceptance is written. */
export async function makeCoalition(founder: Party, joiner: Party, past = true): Promise<{ a: Space; b: Space }> {
  const a = await openSpace(await foundSpace('coalition', 'Alliance', founder.identity, founder.around), founder.identity, founder.around)
  return { a, b: await joinAs(a, joiner, past) }
}

/** Admits a party to a space and opens it on its side. */
export async function joinAs(a: Space, joiner: Party, past = true): Promise<Space> {
  const organisation = organisationKeys(joiner.identity.organisationSeed, a.id)
  const device = deviceKeys(joiner.identity.deviceSeed, a.id)
  const certify = makeStatement(a.id, organisation.sign, [], {
    kind: 'certify',
    device: device.log.publicKey,
    box: device.box.publicKey,
    label: '',
  })
  const { rosterEpochs, ...answer } = await a.admit({
    role: 3,
    names: true,
    past,
    organisation: organisation.sign.publicKey,
    recoveryBox: organisation.recovery.publicKey,
    organisationName: joiner.identity.organisationName,
    inviteId: Buffer.alloc(32),
    statements: [certify.bytes],
  })
  // As over the wire: whoever zeroes her keys on closing does not zero those of the other.
  const reply = { ...answer, rosterEpochs: rosterEpochs.map((epoch) => ({ ...epoch, key: Buffer.from(epoch.key) })) }
  const space = await openSpace(joinSpace(a.id, a.facts.genesisHash, reply, joiner.around), joiner.identity, joiner.around)
  await space.writeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'accept', accepted: reply.operationId } })
  return space
}

/** Brings every log that `to` knows up to what `from` holds, by segments. */
export async function bring(from: Space, to: Space, which?: readonly Log[]): Promise<void> {
  const sources = which ?? (await from.openLogs())
  for (let pass = 0; pass < 3; pass += 1) {
    for (const copy of await to.openLogs()) {
      const source = sources.find((log) => log.id.equals(copy.id))
      if (!source || copy === to.own) continue
      await pull(source, copy as LogCopy)
    }
    for (const log of await to.openLogs()) for await (const _batch of to.ingest(log, 0)) void _batch
  }
}

/** Brings all of them level with each other; twice, as one may learn of a log only by what came last. */
export async function meet(...spaces: Space[]): Promise<void> {
  for (let round = 0; round < 2; round += 1) for (const from of spaces) for (const to of spaces) if (from !== to) await bring(from, to)
}

export async function pull(source: Log, copy: LogCopy): Promise<void> {
  for (let segment = await source.segmentFrom(copy.length); segment; segment = await source.segmentFrom(copy.length))
    await copy.append(segment)
}

/** Everything a space reads from its logs now. */
export async function readAll(space: Space): Promise<IngestBatch['records']> {
  const out: IngestBatch['records'] = []
  for (const log of await space.openLogs()) for await (const batch of space.ingest(log, 0)) out.push(...batch.records)
  return out
}

/** What its records say, in the order of the alphabet; nothing of a space that is not there yet. */
export const texts = async (space: Space | undefined): Promise<string[]> =>
  space ? (await readAll(space)).map(({ body }) => body.toString()).sort() : []

export const record = (text: string) => ({ kind: 'incident', kindVersion: 1, minimumReader: 1, body: Buffer.from(text) })
