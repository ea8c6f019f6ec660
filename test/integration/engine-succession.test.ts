import { beforeEach, describe, expect, it } from 'vitest'
import type { Coalition, OrganisationId, SpaceId, Succession } from '../../core/engine/contract/index.ts'
import { type EngineChild, everyTitle, incident } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { Organisations } from '../support/organisations.ts'

const world = Organisations.forThisFile()

const NAMES = ['Asha', 'Bella', 'Cleo', 'Dora'] as const
type Name = (typeof NAMES)[number]
let engines: Record<Name, EngineChild>
let spaceId: SpaceId

const seenBy = async (name: Name): Promise<Coalition> => {
  const one = (await engines[name].client.coalitions.list()).find((each) => each.spaceId === spaceId)
  if (!one) throw new Error('the coalition is not there')
  return one
}
const successionAt = async (name: Name): Promise<Succession> => {
  const { succession } = await seenBy(name)
  if (!succession) throw new Error('nobody can be put in the place')
  return succession
}
const idOf = async (name: Name, by: Name = 'Bella'): Promise<OrganisationId> => {
  const member = (await seenBy(by)).members.find((one) => one.name === name)
  if (!member) throw new Error(`${name} is not there`)
  return member.organisationId
}
const vote = async (by: Name, next: Name | null): Promise<void> => {
  await engines[by].client.coalitions.nameFounder({ spaceId, organisationId: next && (await idOf(next, by)) })
}
const votes = async (at: Name): Promise<(string | null)[]> => (await successionAt(at)).stewards.map(({ names }) => names?.name ?? null)
const members = async (at: Name): Promise<string[]> => (await seenBy(at)).members.map(({ name, role }) => `${name} ${role}`)

/** Asha's coalition, with three stewards. */
beforeEach(async () => {
  const [first, ...others] = await Promise.all(NAMES.map((name) => world.organisation(name)))
  const [bella, cleo, dora] = others
  if (!first || !bella || !cleo || !dora) throw new Error('four engines were started')
  engines = { Asha: first, Bella: bella, Cleo: cleo, Dora: dora }
  spaceId = await world.coalitionOf(first, bella)
  for (const one of [cleo, dora]) await world.admit(first, one, spaceId)
  for (const name of NAMES.slice(1)) {
    const organisationId = await idOf(name, 'Asha')
    await first.client.coalitions.appoint({ spaceId, organisationId })
  }
  const all = ['Asha founder', 'Bella steward', 'Cleo steward', 'Dora steward']
  for (const name of NAMES) await eventually(async () => expect(await members(name)).toEqual(all))
}, 240_000)

const write = (by: Name, title: string) => engines[by].client.records.create({ audience: spaceId, fields: incident(title) })

describe('a founder who is gone', () => {
  it('is succeeded: two of three stewards name one, who accepts; all read what is written then, and nothing that she does counts', async () => {
    await write('Asha', 'before')
    for (const name of NAMES) await eventually(async () => expect(await everyTitle(engines[name].client)).toEqual(['before']))
    await engines.Asha.client.network.set({ internet: false })

    await vote('Bella', 'Dora')
    for (const name of ['Cleo', 'Dora'] as const) await eventually(async () => expect(await votes(name)).toEqual(['Dora', null, null]))
    expect(await successionAt('Cleo')).toMatchObject({ needed: 2, chosen: null, mayDeny: false })
    await expect(engines.Dora.client.coalitions.acceptPlace({ spaceId })).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    // Both have enough at once, or one after the other: it makes no difference.
    await vote('Cleo', 'Dora')
    await eventually(async () => expect((await successionAt('Dora')).chosen).toMatchObject({ name: 'Dora', own: true }))
    await engines.Dora.client.coalitions.acceptPlace({ spaceId })
    const all = ['Dora founder', 'Bella steward', 'Cleo steward']
    for (const name of NAMES.slice(1)) await eventually(async () => expect((await members(name)).toSorted()).toEqual(all.toSorted()))

    await write('Dora', 'after')
    for (const name of NAMES.slice(1))
      await eventually(async () => expect((await everyTitle(engines[name].client)).toSorted()).toEqual(['after', 'before']))
    // She does not know, and acts as the founder.
    const bella = await idOf('Bella', 'Asha')
    await engines.Asha.client.coalitions.remove({ spaceId, organisationId: bella })
    await write('Asha', 'too late')
    await engines.Asha.client.network.set({ internet: true })
    await write('Cleo', 'later still')
    for (const name of ['Bella', 'Dora'] as const)
      await eventually(async () => expect(await everyTitle(engines[name].client)).toHaveLength(3))
    for (const name of NAMES.slice(1)) {
      expect((await members(name)).toSorted()).toEqual(all.toSorted())
      expect(await everyTitle(engines[name].client)).not.toContain('too late')
    }
    expect(await everyTitle(engines.Asha.client)).not.toContain('after')
  }, 240_000)

  it.each([false, true])(
    'hears of it by whom she meets, and gets nothing else: connected all the time %s',
    async (connected) => {
      if (!connected) await engines.Asha.client.network.set({ internet: false })
      for (const name of ['Bella', 'Cleo'] as const) await vote(name, 'Dora')
      await eventually(async () => expect((await successionAt('Dora')).chosen).toMatchObject({ own: true }))
      await engines.Dora.client.coalitions.acceptPlace({ spaceId })
      await write('Dora', 'after')
      if (!connected) {
        await eventually(async () => expect(await everyTitle(engines.Bella.client)).toEqual(['after']))
        await engines.Asha.client.network.set({ internet: true })
        // Who comes anew looks at once where who missed a rekey may still wait.
        for (const internet of [false, true]) await engines.Bella.client.network.set({ internet })
      }
      await eventually(async () => expect((await seenBy('Asha')).succeededBy).toBe('Dora'))
      expect(await everyTitle(engines.Asha.client)).not.toContain('after')
      expect((await engines.Asha.client.network.status()).refusals).toEqual([])
      await engines.Asha.kill()
      engines.Asha = await world.place.unlocked(world.dirOf('Asha'))
      expect((await seenBy('Asha')).succeededBy).toBe('Dora')
      for (const name of NAMES.slice(1)) expect((await seenBy(name)).succeededBy).toBe(null)
    },
    240_000,
  )
})

describe('a founder who is not gone', () => {
  it('sees who wants another, says that she is there, and the votes are void', async () => {
    await vote('Bella', 'Bella')
    await eventually(async () => expect(await votes('Asha')).toEqual(['Bella', null, null]))
    expect(await successionAt('Asha')).toMatchObject({ mayDeny: true, candidates: [] })
    for (const next of ['Bella', null] as const) await expect(vote('Asha', next)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await vote('Cleo', 'Bella')
    await eventually(async () => expect((await successionAt('Bella')).chosen).toMatchObject({ own: true }))
    await expect(engines.Bella.client.coalitions.stillHere({ spaceId })).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await engines.Asha.client.coalitions.stillHere({ spaceId })
    await eventually(async () => expect(await votes('Bella')).toEqual([null, null, null]))
    await expect(engines.Bella.client.coalitions.acceptPlace({ spaceId })).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    expect(await members('Bella')).toContain('Asha founder')
  }, 240_000)

  it('stays where a steward takes her vote back, also after a restart', async () => {
    await vote('Bella', 'Dora')
    await eventually(async () => expect(await votes('Cleo')).toEqual(['Dora', null, null]))
    await vote('Bella', null)
    await eventually(async () => expect(await votes('Cleo')).toEqual([null, null, null]))
    await engines.Cleo.kill()
    engines.Cleo = await world.place.unlocked(world.dirOf('Cleo'))
    await vote('Cleo', 'Dora')
    await eventually(async () => expect(await votes('Dora')).toEqual([null, 'Dora', null]))
    expect(await successionAt('Dora')).toMatchObject({ chosen: null })
    await expect(engines.Dora.client.coalitions.acceptPlace({ spaceId })).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  }, 240_000)
})
