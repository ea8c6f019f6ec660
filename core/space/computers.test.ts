import { expect, it } from 'vitest'
import { bring, joinAs, pull, readAll, record, texts } from '../../test/support/spaces.ts'
import { Stage } from '../../test/support/stage.ts'
import { randomBytes } from '../crypto/bytes.ts'
import type { LogCopy } from '../log/log-copy.ts'
import { decodeSpaceKeys, encodeSpaceKeys } from './format/space-keys.ts'
import { enterSpace, foundSpace, openSpace } from './found.ts'
import { spaceKeysOf } from './hand-over.ts'
import { deviceKeys } from './keys.ts'
import type { Space } from './space.ts'

const stage = Stage.forThisFile()
const party = (name: string) => stage.party(name)

/** Another computer of the organisation of `keyholder`, in its space: certified, and holding what is handed over. */
async function addComputer(keyholder: Space, name: string): Promise<Space> {
  const { around, identity } = await party(name)
  const own = { organisationSeed: null, deviceSeed: identity.deviceSeed, organisationName: '' }
  const { log, box } = deviceKeys(own.deviceSeed, keyholder.id)
  await keyholder.certifyDevice({ log: log.publicKey, box: box.publicKey, label: name })
  const [keys] = await spaceKeysOf(keyholder, keyholder.keyring.all())
  if (!keys) throw new Error('a space has keys')
  const { facts } = enterSpace(keyholder.facts.kind, decodeSpaceKeys(encodeSpaceKeys(keys)), around)
  const second = await openSpace(facts, own, around)
  await bring(keyholder, second)
  return second
}

async function setUp(): Promise<{ first: Space; second: Space; partner: Space }> {
  const [alma, bosko] = [await party('alma'), await party('bosko')]
  const first = await openSpace(await foundSpace('coalition', 'Alliance', alma.identity, alma.around), alma.identity, alma.around)
  const partner = await joinAs(first, bosko)
  const second = await addComputer(first, 'second')
  await bring(first, partner)
  await bring(partner, first)
  await bring(first, second)
  return { first, second, partner }
}

it('lets a second computer read and write as the same organisation', async () => {
  const { first, second, partner } = await setUp()
  expect(second.organisation).toBeNull()
  expect(second.writable).toBe(true)
  expect(second.governs).toBe(false)
  await second.write([record('by the second')])
  await bring(second, partner)
  expect(await texts(partner)).toEqual(['by the second'])
  const [read] = await readAll(partner)
  expect(read?.member.organisation.equals(first.organisationKey)).toBe(true)
})

it('is spoken of at a second computer only once that can show its own certificate', async () => {
  const alma = await party('alma')
  const first = await openSpace(await foundSpace('coalition', 'Alliance', alma.identity, alma.around), alma.identity, alma.around)
  const { around, identity } = await party('second')
  const [before] = await spaceKeysOf(first, first.keyring.all())
  if (!before) throw new Error('a space has keys')
  const own = { organisationSeed: null, deviceSeed: identity.deviceSeed, organisationName: '' }
  const second = await openSpace(enterSpace('coalition', before, around).facts, own, around)
  expect([first.spoken, second.spoken]).toEqual([true, false])
  const { log, box } = deviceKeys(own.deviceSeed, first.id)
  await first.certifyDevice({ log: log.publicKey, box: box.publicKey, label: 'second' })
  second.takeKeys(first.statements(), [])
  expect(second.spoken).toBe(true)
})

it('writes at a second computer only once that knows who belongs, so that all of them can read it', async () => {
  const [alma, bosko] = [await party('alma'), await party('bosko')]
  const first = await openSpace(await foundSpace('coalition', 'Alliance', alma.identity, alma.around), alma.identity, alma.around)
  const partner = await joinAs(first, bosko)
  await bring(first, partner)
  const { around, identity } = await party('second')
  const own = { organisationSeed: null, deviceSeed: identity.deviceSeed, organisationName: '' }
  const { log, box } = deviceKeys(own.deviceSeed, first.id)
  await first.certifyDevice({ log: log.publicKey, box: box.publicKey, label: '' })
  const [keys] = await spaceKeysOf(first, first.keyring.all())
  if (!keys) throw new Error('a space has keys')
  const second = await openSpace(enterSpace('coalition', keys, around).facts, own, around)
  // A proof of membership brings the certificate, and nothing of the partner.
  expect(second.showStatements(first.statements().map(({ bytes }) => bytes))).toBe(true)
  expect(second.me?.present).toBe(true)
  expect([second.arrived, second.writable]).toEqual([false, false])
  await expect(second.write([record('too early')])).rejects.toThrow('NOT_ALLOWED')
  let told = 0
  second.onRosterChange(() => told++)
  await bring(first, second)
  expect(told).toBeGreaterThan(0)
  expect([second.arrived, second.writable]).toEqual([true, true])
  await second.write([record('for all')])
  await bring(first, partner)
  await bring(second, partner)
  expect(await texts(partner)).toEqual(['for all'])
})

it('waits at a second computer of a partner for as much of the founder as the keyholder had', async () => {
  const [alma, bosko, chesa] = [await party('alma'), await party('bosko'), await party('chesa')]
  const founder = await openSpace(await foundSpace('coalition', 'Alliance', alma.identity, alma.around), alma.identity, alma.around)
  const keyholder = await joinAs(founder, bosko)
  await bring(founder, keyholder)
  const { around, identity } = await party('second')
  const own = { organisationSeed: null, deviceSeed: identity.deviceSeed, organisationName: '' }
  const [early] = await spaceKeysOf(keyholder, keyholder.keyring.all())
  if (!early) throw new Error('a space has keys')
  const second = await openSpace(enterSpace('coalition', early, around).facts, own, around)
  await bring(founder, second)
  await joinAs(founder, chesa)
  await bring(founder, keyholder)
  const { log, box } = deviceKeys(own.deviceSeed, founder.id)
  await keyholder.certifyDevice({ log: log.publicKey, box: box.publicKey, label: '' })
  await bring(keyholder, second, [keyholder.own])
  expect(second.me?.present).toBe(true)
  expect([second.arrived, second.writable]).toEqual([false, false])
  await bring(founder, second)
  expect([second.arrived, second.writable]).toEqual([true, true])
})

it('refuses everywhere what a removed computer writes later, and it cannot open what is written later', async () => {
  const { first, second, partner } = await setUp()
  await second.write([record('before')])
  await bring(second, first)
  await first.revokeDevice(second.own.id)
  await first.write([record('after')])
  await second.write([record('too late')])
  // Even where all of it is brought by hand, as a drive or a partner who has not heard yet might.
  await bring(first, partner)
  for (const space of [first, partner]) {
    const copy = (await space.openLogs()).find(({ id }) => id.equals(second.own.id))
    if (!copy) throw new Error('a copy of the log')
    await pull(second.own, copy as LogCopy)
    expect(copy.length).toBe(second.own.length)
  }
  for (const space of [first, partner]) expect(await texts(space)).toEqual(['after', 'before'])
  const source = first.own
  const copy = (await second.openLogs()).find(({ id }) => id.equals(source.id)) as LogCopy
  await pull(source, copy)
  // It reads of its own removal, and nothing that was written after it.
  expect(await texts(second)).toEqual(['before'])
  expect([second.revoked, second.writable]).toEqual([true, false])
  // What partners write is closed to it too.
  await partner.write([record('by the partner')])
  const theirs = (await second.openLogs()).find(({ id }) => id.equals(partner.own.id)) as LogCopy
  await pull(partner.own, theirs)
  expect(await texts(second)).not.toContain('by the partner')
})

it('never lets a second computer certify, revoke, admit or remove', async () => {
  const { first, second, partner } = await setUp()
  const stranger = deviceKeys(randomBytes(32), first.id)
  const device = { log: stranger.log.publicKey, box: stranger.box.publicKey, label: '' }
  await expect(second.certifyDevice(device)).rejects.toThrow('NOT_KEYHOLDER')
  await expect(second.revokeDevice(first.own.id)).rejects.toThrow('NOT_KEYHOLDER')
  await expect(first.revokeDevice(first.own.id)).rejects.toThrow('NOT_ALLOWED')
  const theirs = partner.me?.instance
  if (!theirs) throw new Error('the partner is a member')
  await expect(second.remove(theirs)).rejects.toThrow('NOT_ALLOWED')
  await expect(spaceKeysOf(second, [])).rejects.toThrow('NOT_KEYHOLDER')
})

it('takes nothing of a hand-over whose genesis or keys do not fit', async () => {
  const alma = await party('alma')
  const first = await openSpace(await foundSpace('coalition', 'Alliance', alma.identity, alma.around), alma.identity, alma.around)
  const [keys] = await spaceKeysOf(first, first.keyring.all())
  if (!keys) throw new Error('a space has keys')
  const { around } = await party('second')
  expect(() => enterSpace('house', keys, around)).toThrow('genesis')
  expect(() => enterSpace('coalition', { ...keys, genesisHash: randomBytes(32) }, around)).toThrow('genesis')
  expect(() => enterSpace('coalition', { ...keys, epochs: [] }, around)).toThrow('genesis')
  const bytes = encodeSpaceKeys(keys)
  expect(() => decodeSpaceKeys(bytes.subarray(0, -1))).toThrow('malformed')
  expect(() => decodeSpaceKeys(Buffer.concat([bytes, Buffer.of(0)]))).toThrow('malformed')
  expect(around.epochs(first.id).all()).toEqual([])
})
