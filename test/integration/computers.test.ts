import { describe, expect, it } from 'vitest'
import { utf8 } from '../../core/crypto/bytes.ts'
import { pwhash } from '../../core/crypto/pwhash.ts'
import { wordsToSeed } from '../../core/crypto/words.ts'
import type { Computer, SpaceId } from '../../core/engine/contract/index.ts'
import { organisationKeys } from '../../core/space/keys.ts'
import { stateKey } from '../../core/vault/create.ts'
import { openSealedDatabase } from '../../core/vault/database.ts'
import { normalised } from '../../core/vault/passphrase.ts'
import { openProfile } from '../../core/vault/profile.ts'
import { readSlotFile } from '../../core/vault/slot-file.ts'
import { openSlot, passphraseSlotKey } from '../../core/vault/slots.ts'
import { openState } from '../../core/vault/state/state.ts'
import { type EngineChild, everyTitle, houseOf, incident, PASSPHRASE, problemOf } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { Organisations, pairingAt, writable } from '../support/organisations.ts'

const world = Organisations.forThisFile()

const knowsBoth = (engine: EngineChild) =>
  eventually(async () => engine.client.computers.list().then((all) => expect(all.length).toBeGreaterThan(1)))
const sees = (engine: EngineChild, titles: string[]) =>
  eventually(async () => expect((await everyTitle(engine.client)).sort()).toEqual([...titles].sort()))
const write = (engine: EngineChild, audience: SpaceId, title: string) => engine.client.records.create({ audience, fields: incident(title) })
/** A new computer knows of the others by a proof of membership before it knows who belongs: until then it writes nothing, and says so. */
const writeOnceArrived = (engine: EngineChild, audience: SpaceId, title: string) =>
  eventually(async () => {
    try {
      return await write(engine, audience, title)
    } catch (error) {
      expect(error).toMatchObject({ code: 'NOT_ARRIVED' })
      throw error
    }
  })
const called = (list: Computer[], name: string): Computer => {
  const found = list.find((one) => one.name === name)
  if (!found) throw new Error(`no computer is called ${name}`)
  return found
}

describe('a second computer', () => {
  it('sees the same House, and both write', async () => {
    const first = await world.organisation('Alma')
    const house = await houseOf(first.client)
    await write(first, house, 'before the second came')
    const second = await world.addComputer(first, 'Front desk')
    expect(await second.client.organisation.get()).toEqual({
      name: 'Alma',
      houseId: house,
      computer: 'Front desk',
      restored: false,
      keyholder: false,
    })
    await sees(second, ['before the second came'])
    await writeOnceArrived(second, house, 'by the second')
    await write(first, house, 'by the first')
    for (const engine of [first, second]) await sees(engine, ['before the second came', 'by the second', 'by the first'])
    const list = await first.client.computers.list()
    expect(list.map(({ name, own, keyholder, revoked }) => [name, own, keyholder, revoked])).toEqual([
      ['Computer 1', true, true, false],
      ['Front desk', false, false, false],
    ])
    expect(called(list, 'Front desk')).toMatchObject({ connected: true, revocable: true })
  })

  it('keeps nothing half written of a record that was erased at another', async () => {
    const first = await world.organisation('Alma')
    const house = await houseOf(first.client)
    const { recordId, entryId } = await write(first, house, 'Raid')
    const second = await world.addComputer(first, 'Front desk')
    await sees(second, ['Raid'])
    const fields = { title: 'Raid', types: [], date: '', time: '', about: false, area: '', narrative: 'Who was there' }
    await second.client.drafts.save({ draftId: null, recordId, heads: [entryId], audience: house, fields })
    await first.client.records.erase({ recordId })
    await sees(second, [])
    expect(await second.client.drafts.list()).toEqual([])
  })

  it('is in the coalitions, those that were there and those that come later, and writes in them', async () => {
    const [first, partner] = [await world.organisation('Alma'), await world.organisation('Bosko')]
    const early = await world.coalitionOf(first, partner)
    await write(first, early, 'before the second came')
    const second = await world.addComputer(first, 'Front desk')
    await sees(second, ['before the second came'])
    await writable(second, early)
    await write(second, early, 'by the second')
    await sees(partner, ['before the second came', 'by the second'])
    const later = await world.coalitionOf(partner, first)
    await writable(second, later)
    await write(partner, later, 'by the partner')
    await write(second, later, 'by the second again')
    const all = ['before the second came', 'by the second', 'by the partner', 'by the second again']
    for (const engine of [first, second, partner]) await sees(engine, all)
    // The partner sees one member with two logs, not two members.
    const [known] = (await partner.client.coalitions.list()).filter(({ spaceId }) => spaceId === early)
    expect(known?.members.map(({ name }) => name)).toEqual(['Alma', 'Bosko'])
  })

  it('cannot do what needs the organisation seed, and is told so', async () => {
    const first = await world.organisation('Alma')
    const second = await world.addComputer(first, 'Front desk')
    await knowsBoth(second)
    const { client } = second
    const { spaceId } = await first.client.coalitions.found({ name: 'Alliance' })
    await writable(second, spaceId)
    const [there] = await client.coalitions.list()
    expect(there).toMatchObject({ invites: false, leavable: false, writable: true })
    const house = await first.client.coalitions.invite({ spaceId })
    expect(await problemOf(client.coalitions.found({ name: 'Another' }))).toMatchObject({ code: 'NOT_KEYHOLDER' })
    expect(await problemOf(client.coalitions.join({ text: house.text ?? '' }))).toMatchObject({ code: 'ALREADY_MEMBER' })
    expect(await problemOf(client.coalitions.invite({ spaceId }))).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await problemOf(client.coalitions.leave({ spaceId, erase: false }))).toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await problemOf(client.computers.invite({}))).toMatchObject({ code: 'NOT_ALLOWED' })
    const list = await eventually(async () => {
      const all = await client.computers.list()
      called(all, 'Computer 1')
      return all
    })
    expect(list.every(({ revocable }) => !revocable)).toBe(true)
    expect(await problemOf(client.computers.revoke({ computerId: called(list, 'Computer 1').computerId }))).toMatchObject({
      code: 'NOT_KEYHOLDER',
    })
    expect(await problemOf(client.vault.words())).toMatchObject({ code: 'NOT_ALLOWED' })
  })

  it('is renamed by the keyholder, and names itself', async () => {
    const first = await world.organisation('Alma')
    const second = await world.addComputer(first, 'Front desk')
    await knowsBoth(second)
    const named = (engine: EngineChild, name: string) =>
      eventually(async () => expect((await engine.client.computers.list()).map((one) => one.name)).toContain(name))
    const { computerId } = called(await first.client.computers.list(), 'Front desk')
    await first.client.computers.rename({ computerId, name: 'Archive' })
    await named(second, 'Computer 1')
    for (const engine of [first, second]) await named(engine, 'Archive')
    await second.client.computers.rename({ computerId, name: 'Reading room' })
    for (const engine of [first, second]) await named(engine, 'Reading room')
    expect((await second.client.organisation.get()).computer).toBe('Reading room')
    const { computerId: other } = called(await second.client.computers.list(), 'Computer 1')
    expect(await problemOf(second.client.computers.rename({ computerId: other, name: 'Mine' }))).toMatchObject({ code: 'NOT_KEYHOLDER' })
  })
})

/** Two organisations in one coalition, and a second computer of the first; something is written in both of its spaces. */
async function beforeRemoval() {
  const [first, partner] = [await world.organisation('Alma'), await world.organisation('Bosko')]
  const spaceId = await world.coalitionOf(first, partner)
  const house = await houseOf(first.client)
  const second = await world.addComputer(first, 'Front desk')
  await writable(second, spaceId)
  await write(second, spaceId, 'shared before')
  await write(second, house, 'ours before')
  await sees(first, ['shared before', 'ours before'])
  await sees(partner, ['shared before'])
  const { computerId } = called(await first.client.computers.list(), 'Front desk')
  return { first, second, partner, spaceId, house, computerId }
}

const strangersAt = async ({ client }: EngineChild): Promise<number> =>
  (await client.network.status()).refusals.filter(({ code }) => code === 'stranger').length

describe('a computer that is removed', () => {
  it('is cut off at once, and gets nothing that is written later', async () => {
    const { first, second, partner, spaceId, house, computerId } = await beforeRemoval()
    // It called on nobody before it could show that it belongs.
    for (const engine of [first, partner, second]) expect((await engine.client.network.status()).refusals).toEqual([])
    await first.client.computers.revoke({ computerId })
    expect(called(await first.client.computers.list(), 'Front desk')).toMatchObject({ connected: false, revoked: true, revocable: false })
    // The partner has heard of it when it reads what the keyholder wrote after it.
    await write(first, spaceId, 'shared after')
    await write(first, house, 'ours after')
    await sees(partner, ['shared before', 'shared after'])
    await eventually(async () => expect((await second.client.network.status()).connections).toBe(0))
    await write(partner, spaceId, 'an answer')
    await sees(first, ['shared before', 'ours before', 'shared after', 'ours after', 'an answer'])
    await sees(second, ['shared before', 'ours before'])
    expect(await problemOf(first.client.computers.revoke({ computerId }))).toMatchObject({ code: 'NOT_ALLOWED' })
  })

  it('writes on where it has not heard, and nobody takes that, in the House or at a partner', async () => {
    const { first, second, partner, spaceId, house, computerId } = await beforeRemoval()
    await second.client.network.set({ internet: false })
    await first.client.computers.revoke({ computerId })
    await write(first, spaceId, 'shared after')
    await sees(partner, ['shared before', 'shared after'])
    await write(second, spaceId, 'shared too late')
    await write(second, house, 'ours too late')
    // Its keyholder's proof would tell it that it is removed, and then it called on nobody any more.
    await first.client.network.set({ internet: false })
    await second.client.network.set({ internet: true })
    // Who comes anew looks at once where who missed a rekey may still wait.
    await partner.client.network.set({ internet: false })
    await partner.client.network.set({ internet: true })
    await eventually(async () => expect(await strangersAt(partner)).toBeGreaterThan(0))
    await first.client.network.set({ internet: true })
    await write(partner, spaceId, 'an answer')
    await sees(first, ['shared before', 'ours before', 'shared after', 'an answer'])
    await sees(partner, ['shared before', 'shared after', 'an answer'])
    // Whether it still shows what it wrote too late hangs on whose proof it has heard: its keyholder's says that it is removed.
    const there = await everyTitle(second.client)
    expect(there).toEqual(expect.arrayContaining(['shared before', 'ours before']))
    for (const later of ['shared after', 'an answer']) expect(there).not.toContain(later)
    expect((await second.client.network.status()).connections).toBe(0)
  })
})

describe('a computer that was removed while it was away', () => {
  it('hears of it from whom it meets next', async () => {
    const { first, second, computerId } = await beforeRemoval()
    const own = async () => (await second.client.computers.list()).find((each) => each.own)
    await second.client.network.set({ internet: false })
    await first.client.computers.revoke({ computerId })
    expect(await own()).toMatchObject({ revoked: false })
    await second.client.network.set({ internet: true })
    // Who comes anew looks at once where who missed a rekey may still wait.
    await first.client.network.set({ internet: false })
    await first.client.network.set({ internet: true })
    await eventually(async () => expect(await own()).toMatchObject({ revoked: true }))
  })
})

describe('pairing a computer', () => {
  it('goes on after a kill at every step on either side', async () => {
    const first = await world.organisation('Alma')
    const second = await world.computer('Front desk')
    let [a, b] = [first, second]
    const restart = async (): Promise<void> => {
      await Promise.all([a.kill(), b.kill()])
      a = await world.place.unlocked(world.dirOf('Alma'))
      b = await world.place.unlocked(world.dirOf('Front desk'))
    }
    const invite = await a.client.computers.invite({})
    await b.client.computers.join({ text: invite.text ?? '' })
    await restart()
    const { phrase } = await pairingAt(a.client.computers, 'compare')
    await pairingAt(b.client.computers, 'compare')
    await restart()
    const there = await pairingAt(b.client.computers, 'compare')
    expect(there.phrase).toEqual(phrase)
    await b.client.computers.confirm({ pairingId: there.pairingId, same: true })
    await b.kill()
    await a.client.computers.confirm({ pairingId: (await pairingAt(a.client.computers, 'compare')).pairingId, same: true })
    await a.kill()
    a = await world.place.unlocked(world.dirOf('Alma'))
    b = await world.place.unlocked(world.dirOf('Front desk'))
    await eventually(async () => expect((await b.client.vault.status()).state).toBe('unlocked'))
    await restart()
    const house = await houseOf(a.client)
    await write(a, house, 'by the first')
    await writeOnceArrived(b, house, 'by the second')
    for (const engine of [a, b]) await sees(engine, ['by the first', 'by the second'])
    expect(await a.client.computers.list()).toHaveLength(2)
  })

  it('tells of an invite that is mistyped, of the other kind, used, expired or withdrawn, each by its own code', async () => {
    const [first, other] = [await world.organisation('Alma'), await world.computer('Front desk')]
    const { spaceId } = await first.client.coalitions.found({ name: 'Alliance' })
    const joins = (text: string | null) => problemOf(other.client.computers.join({ text: text ?? '' }))
    const text = (await first.client.computers.invite({})).text ?? ''
    expect(await joins(`${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`)).toMatchObject({ code: 'INVITE_MISTYPED' })
    expect(await joins((await first.client.coalitions.invite({ spaceId })).text)).toMatchObject({ code: 'INVITE_FOR_COALITION' })
    expect(await problemOf(first.client.coalitions.join({ text }))).toMatchObject({ code: 'INVITE_FOR_COMPUTER' })
    expect(await problemOf(first.client.computers.join({ text }))).toMatchObject({ code: 'ALREADY_MEMBER' })
    expect(await problemOf(other.client.records.list({}))).toMatchObject({ code: 'NO_ORGANISATION_YET' })
    const withdrawn = await first.client.computers.invite({})
    await first.client.coalitions.withdrawInvite({ inviteId: withdrawn.inviteId })
    await other.client.computers.join({ text: withdrawn.text ?? '' })
    await pairingAt(other.client.computers, 'withdrawn')
    expect(await joins(withdrawn.text)).toMatchObject({ code: 'INVITE_WITHDRAWN' })
    await other.client.computers.join({ text })
    await pairingAt(other.client.computers, 'compare')
    const third = await world.computer('Third')
    await third.client.computers.join({ text })
    await pairingAt(third.client.computers, 'used')
    expect(await problemOf(third.client.computers.join({ text }))).toMatchObject({ code: 'INVITE_USED' })
  })

  it('leaves the organisation seed nowhere on the second computer', async () => {
    const first = await world.organisation('Alma')
    const { words } = await first.client.vault.words()
    const second = await world.addComputer(first, 'Front desk')
    await first.client.coalitions.found({ name: 'Alliance' })
    await eventually(async () => expect(await second.client.coalitions.list()).toHaveLength(1))
    await world.place.kill()
    const seed = wordsToSeed(words.join(' '))
    const dumps = ['Alma', 'Front desk'].map((name) => dumpOf(world.dirOf(name)))
    const holds = (dump: Buffer[], bytes: Buffer): boolean =>
      dump.some((value) => value.includes(bytes) || value.includes(bytes.toString('hex')) || value.includes(bytes.toString('base64')))
    const [alma = [], desk = []] = await Promise.all(dumps)
    const spaces = await spacesOf(world.dirOf('Front desk'))
    expect(spaces).toHaveLength(2)
    expect(holds(alma, seed)).toBe(true)
    expect(desk.length).toBeGreaterThan(20)
    const derived = spaces.flatMap((space) => {
      const { sign, recovery } = organisationKeys(seed, space)
      return [sign.secretKey.subarray(0, 32), recovery.secretKey]
    })
    for (const key of [seed, ...derived]) expect(holds(desk, key)).toBe(false)
  })
})

/** Every value of state.db, opened as its owner would. */
async function dumpOf(dir: string): Promise<Buffer[]> {
  return withState(dir, (path, key) => {
    const db = openSealedDatabase(path, key)
    try {
      const tables = db.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[]
      return tables.flatMap(({ name }) =>
        (db.prepare(`SELECT * FROM ${name}`).all() as Record<string, unknown>[]).flatMap((row) =>
          Object.values(row).map((value) => (value instanceof Uint8Array ? Buffer.from(value) : Buffer.from(String(value)))),
        ),
      )
    } finally {
      db.close()
    }
  })
}

const spacesOf = (dir: string): Promise<Buffer[]> =>
  withState(dir, (path, key) => {
    const state = openState(path, key)
    const ids = state.spaces.list().map(({ spaceId }) => spaceId)
    state.close()
    return ids
  })

async function withState<T>(dir: string, use: (path: string, key: Buffer) => T): Promise<T> {
  const profile = openProfile(dir)
  try {
    const { table } = readSlotFile(profile.paths.slots)
    const hashed = await pwhash(normalised(utf8(PASSPHRASE)), table.salt, table.cost)
    const opened = openSlot(table, passphraseSlotKey(hashed))
    if (!opened) throw new Error('the passphrase opens a slot')
    return use(profile.paths.state, stateKey(opened.vaultKey))
  } finally {
    profile.close()
  }
}
