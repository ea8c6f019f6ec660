import { describe, expect, it } from 'vitest'
import { bring, joinAs, makeCoalition, meet, type Party, record, texts } from '../../test/support/spaces.ts'
import { Stage } from '../../test/support/stage.ts'
import { randomBytes } from '../crypto/bytes.ts'
import { sealTo } from '../crypto/sealedbox.ts'
import { MalformedError } from '../log/codec.ts'
import { ENTRY_TYPE, type EpochKey, RING } from '../log/types.ts'
import { LOG_ENTRIES_MAX } from './book.ts'
import { type Circumstances, sealRecord, sealRosterEntry } from './entries.ts'
import { encodeEpoch, newEpoch, sealEpoch } from './format/epoch.ts'
import { encodeGrant } from './format/grant.ts'
import { encodeOperation, type Operation, ROLE } from './format/operation.ts'
import { foundSpace, joinSpace, openSpace } from './found.ts'
import { emptyBatch } from './ingest.ts'
import type { IngestBatch, Space } from './space.ts'

const stage = Stage.forThisFile()
const party = (name: string) => stage.party(name)

/** A founder and two members who have met. */
async function three(): Promise<{ a: Space; b: Space; c: Space; cleo: Party }> {
  const { a, b } = await makeCoalition(await party('Asha'), await party('Bella'))
  const cleo = await party('Cleo')
  const c = await joinAs(a, cleo)
  await meet(a, b, c)
  return { a, b, c, cleo }
}

const present = (space: Space): string[] => (space.roster?.members ?? []).filter((one) => one.present).map((one) => one.name)
const rosterKey = (space: Space): EpochKey => {
  const [epoch] = space.rosterEpochs()
  if (!epoch) throw new Error('no roster epoch')
  return epoch
}
const instanceOf = (space: Space): Buffer => {
  if (!space.me) throw new Error('not in the roster')
  return space.me.instance
}

/** What a member's computer could write if its program were another: any block into its own log. */
async function forge(space: Space, make: (at: Circumstances) => Buffer, changes: Partial<Circumstances> = {}): Promise<number> {
  const certificate = space.statements()[0]?.hash ?? randomBytes(32)
  const { index } = await space.own.append((first) => [
    make({
      space: space.id,
      logId: space.own.id,
      index: first,
      wall: Date.now(),
      clock: { ms: Date.now(), counter: 0 },
      certificate,
      rosterHash: randomBytes(32),
      heads: [],
      ...changes,
    }),
  ])
  return index
}

async function ingest(space: Space, from: Space): Promise<IngestBatch[]> {
  const log = (await space.openLogs()).find((one) => one.id.equals(from.own.id))
  if (!log) throw new Error('the log is not known')
  const out: IngestBatch[] = []
  for await (const batch of space.ingest(log, 0)) out.push(batch)
  return out
}

describe('a member', () => {
  it('admits nobody and removes nobody', async () => {
    const { a, b, c } = await three()
    await expect(b.admit({} as never)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await expect(b.remove(instanceOf(c))).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    const admit = {
      operation: 'admit' as const,
      role: ROLE.member,
      names: true,
      past: true,
      organisation: randomBytes(32),
      recoveryBox: randomBytes(32),
      organisationName: 'Dora',
      inviteId: randomBytes(32),
      statements: [randomBytes(100)],
    }
    await b.writeOperation({ appointment: Buffer.alloc(32), fields: admit })
    await b.writeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'remove', instance: instanceOf(c), reason: 0, cuts: [] } })
    await meet(a, b, c)
    for (const space of [a, b, c]) expect(present(space)).toEqual(['Asha', 'Bella', 'Cleo'])
  })

  it('writes nothing in the name of another certificate', async () => {
    const { a, b } = await three()
    const main = a.keyring.all().find((one) => one.ring === RING.main)
    if (!main) throw new Error('no epoch')
    const certificate = a.statements()[0]?.hash ?? Buffer.alloc(32)
    const index = await forge(b, (at) => sealRecord(at, record('forged'), main, null, b.keyring), { certificate })
    await meet(a, b)
    expect(await texts(a)).toEqual([])
    expect((await ingest(a, b)).flatMap((one) => one.refused)).toContainEqual({ index, fault: 'certificate' })
  })

  it('has no say under a roster epoch of its own making, which only some could read', async () => {
    const { a, b, c } = await three()
    const rogue = newEpoch(b.id, RING.roster)
    b.keyring.add(rogue)
    const body = encodeEpoch({
      ring: RING.roster,
      epochId: rogue.epochId,
      rosterHash: randomBytes(32),
      instances: [instanceOf(a), instanceOf(b)],
    })
    await forge(b, (at) => sealRosterEntry(at, ENTRY_TYPE.epoch, body, rogue, b.keyring, sealEpoch(rogue.key, [a.device.box.publicKey])))
    const leave = encodeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'leave', instance: instanceOf(b) } })
    await forge(b, (at) => sealRosterEntry(at, ENTRY_TYPE.roster, leave, rogue, b.keyring))
    await meet(a, b, c)
    // Its boxes are not even tried; and whoever has the key from elsewhere goes by the founder's epochs all the same.
    expect([a, c].map((one) => one.keyring.has(rogue.epochId))).toEqual([false, false])
    a.keyring.add(rogue)
    for (const log of await a.openLogs()) for await (const _batch of a.ingest(log, 0)) void _batch
    expect(a.roster?.hash).toEqual(c.roster?.hash)
    expect(present(a)).toContain('Bella')
    expect(rosterKey(a)).toEqual(rosterKey(c))
  })

  it('makes the roster no longer to fold by writing into it without end, and all leave out the same', async () => {
    const { a, b, c } = await three()
    const op = (fields: Operation['fields']) => encodeOperation({ appointment: Buffer.alloc(32), fields })
    const noise = op({ operation: 'accept', accepted: randomBytes(32) })
    const leave = op({ operation: 'leave', instance: instanceOf(b) })
    const own = rosterKey(b)
    const at = (index: number): Circumstances => ({
      space: b.id,
      logId: b.own.id,
      index,
      wall: Date.now(),
      clock: { ms: Date.now(), counter: 0 },
      certificate: b.statements()[0]?.hash ?? randomBytes(32),
      rosterHash: randomBytes(32),
      heads: [],
    })
    await b.own.append((first) =>
      Array.from({ length: LOG_ENTRIES_MAX + 10 }, (_, i) =>
        sealRosterEntry(at(first + i), ENTRY_TYPE.roster, i === LOG_ENTRIES_MAX + 5 ? leave : noise, own, b.keyring),
      ),
    )
    await b.write([record('after all that')])
    await bring(b, a)
    await bring(b, c)
    expect(present(a)).toContain('Bella')
    expect(a.roster?.hash).toEqual(c.roster?.hash)
    expect(await texts(a)).toContain('after all that')
    await a.remove(instanceOf(b))
    expect(present(a)).not.toContain('Bella')
  })

  it('does not have the boxes of its own roster epochs and grants tried', async () => {
    const { a, b } = await three()
    const rogue = newEpoch(b.id, RING.roster)
    const past = newEpoch(b.id, RING.main)
    const body = encodeEpoch({ ring: RING.roster, epochId: rogue.epochId, rosterHash: randomBytes(32), instances: [instanceOf(a)] })
    const box = (key: Buffer) => sealTo(a.device.box.publicKey, key)
    await forge(b, (at) => sealRosterEntry(at, ENTRY_TYPE.epoch, body, rogue, b.keyring, [box(rogue.key)]))
    await forge(b, (at) => sealRosterEntry(at, ENTRY_TYPE.epoch, body, rosterKey(b), b.keyring, [box(rogue.key)]))
    const grant = encodeGrant({ instance: instanceOf(a), keys: [{ ring: RING.main, epochId: past.epochId, boxes: [box(past.key)] }] })
    await forge(b, (at) => sealRosterEntry(at, ENTRY_TYPE.grant, grant, rosterKey(b), b.keyring))
    const batches = await (async () => {
      await bring(b, a)
      return ingest(a, b)
    })()
    expect([rogue, past].map(({ epochId }) => a.keyring.has(epochId))).toEqual([false, false])
    expect(batches.flatMap(({ waiting }) => waiting.map(({ epochId }) => epochId))).toEqual([rogue.epochId])
  })

  it('cannot give out a key that its epoch’s id does not commit to', async () => {
    const { a, b } = await three()
    const epochId = randomBytes(32)
    const instances = (a.roster?.members ?? []).map((one) => one.instance)
    const body = encodeEpoch({ ring: RING.main, epochId, rosterHash: randomBytes(32), instances })
    const boxes = sealEpoch(randomBytes(32), [a.device.box.publicKey])
    await forge(b, (at) => sealRosterEntry(at, ENTRY_TYPE.epoch, body, rosterKey(b), b.keyring, boxes))
    await meet(a, b)
    expect(a.keyring.has(epochId)).toBe(false)
    await a.write([record('under another')])
    expect(await texts(a)).toEqual(['under another'])
  })

  it('whose log says what only a later version reads is read up to there, and its log alone', async () => {
    const { a, b, c } = await three()
    await b.write([record('before')])
    const body = encodeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'leave', instance: instanceOf(b) } })
    await forge(b, (at) => {
      const block = sealRosterEntry(at, ENTRY_TYPE.roster, body, rosterKey(b), b.keyring)
      block.writeUInt8(9, 3)
      return block
    })
    await b.write([record('after')])
    await c.write([record('from c')])
    await meet(a, b, c)
    expect(await texts(a)).toEqual(['before', 'from c'])
    expect((await ingest(a, b)).at(-1)).toMatchObject({ newer: true })
  })

  it('who writes rubbish is told of, and the rest of its log counts', async () => {
    const { a, b } = await three()
    const index = await forge(b, () => randomBytes(2048))
    const torn = await forge(b, (at) => {
      const block = sealRosterEntry(at, ENTRY_TYPE.roster, randomBytes(50), rosterKey(b), b.keyring)
      return block
    })
    await forge(b, (at) => {
      // Announces boxes that are not there.
      const block = sealRosterEntry(at, ENTRY_TYPE.epoch, randomBytes(50), newEpoch(b.id, RING.roster), b.keyring, [randomBytes(80)])
      block.writeUInt16BE(512, 80)
      return block
    })
    await b.write([record('still here')])
    await meet(a, b)
    const refused = (await ingest(a, b)).flatMap((one) => one.refused)
    expect(refused).toContainEqual({ index, fault: 'malformed' })
    expect(refused).toContainEqual({ index: torn, fault: 'malformed' })
    expect(await texts(a)).toEqual(['still here'])
  })
})

describe('a stranger', () => {
  it('with a log under the space’s id is not read, and starts no epoch', async () => {
    const { a } = await three()
    const stranger = await party('Stranger')
    const facts = { ...a.facts, admission: randomBytes(32), genesisBlock: await a.own.get(0) }
    const s = await openSpace(facts, stranger.identity, stranger.around)
    for (const epoch of a.rosterEpochs()) s.keyring.add(epoch)
    const epoch = newEpoch(a.id, RING.main)
    const body = encodeEpoch({ ring: RING.main, epochId: epoch.epochId, rosterHash: randomBytes(32), instances: [instanceOf(a)] })
    const boxes = [sealTo(a.device.box.publicKey, epoch.key)]
    await forge(s, (at) => sealRosterEntry(at, ENTRY_TYPE.epoch, body, rosterKey(a), s.keyring, boxes))
    const batches: IngestBatch[] = []
    for await (const batch of a.ingest(s.own, 0)) batches.push(batch)
    expect(batches).toEqual([emptyBatch(0)])
    expect(a.roster?.epochs.some((one) => one.epochId.equals(epoch.epochId))).toBe(false)
    await expect(s.write([record('x')])).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  })
})

describe('a removed member', () => {
  it('counts up to the cut, reads nothing later, and writes nothing that counts', async () => {
    const { a, b, c } = await three()
    await b.write([record('while in')])
    await meet(a, b, c)
    await b.write([record('not yet seen')])
    const before = new Set(a.keyring.all().map((one) => one.epochId.toString('hex')))
    await a.remove(instanceOf(b))
    await a.write([record('after removal')])
    await meet(a, c)
    await meet(a, b)
    expect(present(a)).toEqual(['Asha', 'Cleo'])
    expect(b.me?.present).toBe(false)
    expect(b.writable).toBe(false)
    await expect(b.write([record('x')])).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await texts(a)).toEqual(['after removal', 'while in'])
    expect(await texts(c)).toEqual(['after removal', 'while in'])
    expect(await texts(b)).toEqual(['while in'])
    expect((await ingest(a, b)).flatMap((one) => one.quarantined)).toHaveLength(1)
    const fresh = a.keyring.all().filter((one) => !before.has(one.epochId.toString('hex')))
    expect(fresh.map((one) => one.ring).sort()).toEqual([RING.roster, RING.main, RING.safe])
    for (const { epochId } of fresh) expect(b.keyring.has(epochId)).toBe(false)
    expect(rosterKey(c)).toEqual(rosterKey(a))
  })

  it('is not sealed to by a member who has heard of it, though an epoch of before would do', async () => {
    const { a, b, c } = await three()
    await a.remove(instanceOf(b))
    await meet(a, c)
    await c.write([record('from c')])
    await meet(a, c)
    await meet(c, b)
    expect(await texts(a)).toEqual(['from c'])
    expect(await texts(b)).toEqual([])
  })

  it('is not admitted again under statements that contradict those it made before', async () => {
    const { a, b, c } = await three()
    await b.write([record('while in')])
    await meet(a, b, c)
    await a.remove(instanceOf(b))
    const again = await party('Bella on a new computer')
    const [, old] = stage.parties
    if (!old) throw new Error('no such party')
    again.identity.organisationSeed = old.identity.organisationSeed
    const { length } = a.own
    // Its first statement again, for another computer: both would be void, and with them everything it ever wrote.
    await expect(joinAs(a, again)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    expect(a.own.length).toBe(length)
    expect(present(a)).toEqual(['Asha', 'Cleo'])
    expect(await texts(a)).toEqual(['while in'])
  })
})

describe('who has left', () => {
  it('counts up to there and no further', async () => {
    const { a, b, c } = await three()
    await b.write([record('while in')])
    await b.leave()
    await expect(b.write([record('x')])).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await meet(a, b, c)
    expect(present(c)).toEqual(['Asha', 'Cleo'])
    expect(await texts(c)).toEqual(['while in'])
    await c.write([record('since')])
    await meet(a, b, c)
    expect(await texts(b)).toEqual(['while in'])
    await expect(a.leave()).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  })
})

describe('an admission reply', () => {
  it('is refused for another genesis, space, founder or key, and nothing of it is kept', async () => {
    const asha = await party('Asha')
    const a = await openSpace(await foundSpace('coalition', 'One', asha.identity, asha.around), asha.identity, asha.around)
    const other = await openSpace(await foundSpace('coalition', 'Two', asha.identity, asha.around), asha.identity, asha.around)
    const bella = await party('Bella')
    const reply = await a.admissionReply(randomBytes(32))
    const hash = a.facts.genesisHash
    const theirs = await other.admissionReply(randomBytes(32))
    const join = (changes: Partial<typeof reply>, space = a.id, genesisHash = hash) =>
      joinSpace(space, genesisHash, { ...reply, ...changes }, bella.around)
    expect(() => join({ genesisBlock: theirs.genesisBlock })).toThrow(MalformedError)
    expect(() => join({}, other.id)).toThrow(MalformedError)
    expect(() => join({ founderCertificate: theirs.founderCertificate })).toThrow(MalformedError)
    expect(() => join({ rosterEpochs: theirs.rosterEpochs })).toThrow(MalformedError)
    expect(() => join({ rosterEpochs: [] })).toThrow(MalformedError)
    expect(bella.around.epochs(a.id).all()).toEqual([])
    expect(join({}).founderSigner).toEqual(a.device.log.publicKey)
  })
})
