import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bring, joinAs, makeCoalition, meet, type Party, pull, record, texts } from '../../test/support/spaces.ts'
import { Stage } from '../../test/support/stage.ts'
import type { LogCopy } from '../log/log-copy.ts'
import { RING } from '../log/types.ts'
import { ROLE } from './format/operation.ts'
import type { Space } from './space.ts'

const stage = Stage.forThisFile()
/** Of a name that others may bear too. */
const party = async (name: string): Promise<Party> => {
  const made = await stage.party(`${name} ${stage.parties.length}`)
  made.identity.organisationName = name
  return made
}

/** A founder, two stewards and a member who have met. */
async function four(): Promise<{ a: Space; b: Space; c: Space; d: Space }> {
  const { a, b } = await makeCoalition(await party('Asha'), await party('Bella'))
  const c = await joinAs(a, await party('Cleo'))
  const d = await joinAs(a, await party('Dora'))
  await meet(a, b, c, d)
  for (const one of [b, c]) await a.appoint(instanceOf(one))
  await meet(a, b, c, d)
  return { a, b, c, d }
}

const present = (space: Space): string[] => (space.roster?.members ?? []).filter((one) => one.present).map((one) => one.name)
const instanceOf = (space: Space): Buffer => {
  if (!space.me) throw new Error('not in the roster')
  return space.me.instance
}
const keys = (space: Space): Set<string> => new Set(space.keyring.all().map(({ epochId }) => epochId.toString('hex')))

describe('a steward', () => {
  it('admits an organisation, which reads and writes with all others', async () => {
    const { a, b, c, d } = await four()
    await a.write([record('before')])
    await meet(a, b, c, d)
    const e = await joinAs(b, await party('Eve'))
    await meet(a, b, c, d, e)
    await e.write([record('from Eve')])
    await a.write([record('from Asha')])
    await meet(a, b, c, d, e)
    for (const space of [a, d, e]) expect(await texts(space)).toEqual(['before', 'from Asha', 'from Eve'])
    expect(new Set([a, b, c, d, e].map((one) => one.roster?.hash.toString('hex'))).size).toBe(1)
  })

  it.each([
    [true, ['before', 'since']],
    [false, ['since']],
  ])('chooses whether a newcomer reads the past: %s', async (past, expected) => {
    const { a, b, c, d } = await four()
    await a.write([record('before')])
    await meet(a, b, c, d)
    const e = await joinAs(b, await party('Eve'), past)
    await meet(a, b, c, d, e)
    await a.write([record('since')])
    await meet(a, b, c, d, e)
    expect(await texts(e)).toEqual(expected)
  })

  it('removes a member, and all rings are keyed anew at once', async () => {
    const { a, b, c, d } = await four()
    await d.write([record('while in')])
    await meet(a, b, c, d)
    const before = keys(b)
    await b.remove(instanceOf(d))
    const fresh = b.keyring.all().filter(({ epochId }) => !before.has(epochId.toString('hex')))
    expect(fresh.map(({ ring }) => ring).sort()).toEqual([RING.roster, RING.main, RING.safe])
    await b.write([record('after')])
    await meet(a, b, c, d)
    await a.write([record('from the founder')])
    await meet(a, b, c, d)
    for (const { epochId } of fresh) expect(d.keyring.has(epochId)).toBe(false)
    expect(present(a)).toEqual(['Asha', 'Bella', 'Cleo'])
    expect(await texts(c)).toEqual(['after', 'from the founder', 'while in'])
    expect(await texts(d)).toEqual(['while in'])
    expect(a.rosterEpochs()[0]).toEqual(b.rosterEpochs()[0])
  })

  it('has no say over stewards, founder or appointments', async () => {
    const { a, b, c, d } = await four()
    for (const one of [a, c]) await expect(b.remove(instanceOf(one))).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await expect(b.appoint(instanceOf(d))).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await expect(b.handOver(instanceOf(d))).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await expect(d.admit({} as never)).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
  })

  it('whose log came before its appointment has its keys learnt all the same', async () => {
    const { a, b, c, d } = await four()
    const e = await joinAs(a, await party('Eve'))
    await meet(a, b, c, d, e)
    await a.appoint(instanceOf(e))
    await bring(a, e)
    // Eve starts epochs of every ring, and Bella has what she wrote before she knows that Eve may.
    await e.remove(instanceOf(d))
    await e.write([record('under new keys')])
    const copy = (await b.openLogs()).find(({ id }) => id.equals(e.own.id))
    if (!copy) throw new Error('Eve is known')
    await pull(e.own, copy as LogCopy)
    expect(await texts(b)).toEqual([])
    expect(present(b)).toContain('Dora')
    await bring(a, b)
    expect(await texts(b)).toEqual(['under new keys'])
    expect(present(b)).not.toContain('Dora')
    expect(c.id).toEqual(b.id)
  })
})

describe('whoever writes next', () => {
  it('keys content anew after somebody left, without founder or steward', async () => {
    const { a, b, c, d } = await four()
    const e = await joinAs(a, await party('Eve'))
    await meet(a, b, c, d, e)
    await e.leave()
    await bring(e, d)
    await d.write([record('without Eve')])
    await meet(a, b, c, d, e)
    expect(await texts(c)).toEqual(['without Eve'])
    expect(await texts(e)).toEqual([])
  })
})

describe('the founder', () => {
  it('hands over, and the others follow the new one', async () => {
    const { a, b, c, d } = await four()
    const given = await a.handOver(instanceOf(d))
    await meet(a, b, c, d)
    expect(a.me?.role).toBe(ROLE.founder)
    await d.accept(given)
    await meet(a, b, c, d)
    expect([a, d].map((one) => one.me?.role)).toEqual([ROLE.member, ROLE.founder])
    await d.remove(instanceOf(a))
    await d.write([record('new time')])
    await meet(a, b, c, d)
    expect(present(c)).toEqual(['Bella', 'Cleo', 'Dora'])
    expect(await texts(c)).toEqual(['new time'])
    expect(await texts(a)).toEqual([])
  })

  it('who is gone is succeeded by the stewards, and what she then writes does not count', async () => {
    const { a, b, c, d } = await four()
    for (const one of [b, c]) await one.vote(instanceOf(d))
    await expect(b.succeedFounder(instanceOf(d))).rejects.toMatchObject({ code: 'NOT_ALLOWED' })
    await bring(c, b)
    const made = await b.succeedFounder(instanceOf(d))
    await bring(b, d)
    await d.accept(made)
    await meet(b, c, d)
    expect(d.me?.role).toBe(ROLE.founder)
    // Whoever has her computer comes back with it.
    await a.remove(instanceOf(b))
    await meet(a, b, c, d)
    for (const one of [b, c, d]) expect(present(one)).toEqual(['Bella', 'Cleo', 'Dora'])
    await d.write([record('on')])
    await meet(b, c, d)
    await bring(b, a)
    await bring(d, a)
    expect(await texts(c)).toEqual(['on'])
    expect(await texts(a)).toEqual([])
  })
})

describe('whatever was done before', () => {
  it('a removed member reads nothing that is written by who has heard of it, and nothing that it writes counts', async () => {
    const act = fc.oneof(
      fc.record({ is: fc.constant('write' as const), by: fc.nat(3) }),
      fc.record({ is: fc.constant('meet' as const), by: fc.nat(3), with: fc.nat(3) }),
      fc.record({ is: fc.constant('remove' as const), by: fc.nat(2), with: fc.nat(3) }),
      fc.record({ is: fc.constant('admit' as const), by: fc.nat(2), past: fc.boolean() }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 8 }), async (acts) => {
        const { a, b, c, d } = await four()
        const spaces = [a, b, c, d]
        const at = (i: number): Space => spaces[i] as Space
        const tried = async (work: Promise<unknown>): Promise<void> => {
          try {
            await work
          } catch (error) {
            expect(error).toMatchObject({ code: 'NOT_ALLOWED' })
          }
        }
        for (const one of acts) {
          if (one.is === 'write') await tried(at(one.by).write([record(`${stage.parties.length}`)]))
          else if (one.is === 'meet') await bring(at(one.by), at(one.with))
          else if (one.is === 'admit') await tried(joinAs(at(one.by), await party('New'), one.past))
          else if (at(one.with).me) await tried(at(one.by).remove(instanceOf(at(one.with))))
        }
        await meet(...spaces)
        const gone = spaces.find((space) => space.me?.present === false) ?? d
        if (gone === d && d.me?.present) await a.remove(instanceOf(d))
        const others = spaces.filter((space) => space !== gone)
        await meet(...others)
        const writer = others.find((space) => space.writable) ?? a
        await writer.write([record('after the removal')])
        const before = new Set(await texts(writer))
        await tried(gone.write([record('by who is gone')]))
        await meet(...spaces)
        expect(await texts(gone)).not.toContain('after the removal')
        for (const space of others) {
          expect(await texts(space)).not.toContain('by who is gone')
          // Others may be gone too, and then they do not see how the roster goes on.
          if (a.roster?.members.find(({ instance }) => instance.equals(instanceOf(space)))?.present) {
            expect(space.roster?.hash).toEqual(a.roster?.hash)
            expect(await texts(space)).toContain('after the removal')
          }
        }
        expect(before.has('after the removal')).toBe(true)
        for (const { store } of stage.parties.splice(0)) await store.close()
      }),
      { numRuns: 6 },
    )
  }, 240_000)
})
