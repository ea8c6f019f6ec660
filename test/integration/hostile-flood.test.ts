import { describe, expect, it, vi } from 'vitest'
import { LOG_ENTRIES_MAX } from '../../core/space/book.ts'
import { BEHIND_FULL_MAX, LOG_BYTES_MAX } from '../../core/space/quota.ts'
import type { Space } from '../../core/space/space.ts'
import { eventually } from '../support/eventually.ts'
import { addComputer, boast, flood, serve } from '../support/flood.ts'
import { copyOf } from '../support/forks.ts'
import { heldUp, STILL_MAX } from '../support/held-up.ts'
import { Hostile } from '../support/hostile.ts'
import { joinAs, makeCoalition, meet, record } from '../support/spaces.ts'
import { Stage } from '../support/stage.ts'
import { connect } from '../support/sync.ts'

const MILLION = 1_000_000
/** Entries that come while what came before is read: the log is fetched and read side by side. */
const AHEAD_MAX = 32_768

const stage = Stage.forThisFile()

describe('a member with a million roster operations', () => {
  it('is named, fills neither memory nor disk, and holds up nobody', async () => {
    const { a, b } = await makeCoalition(await stage.party('Alma'), await stage.party('Bosko'))
    const c = await joinAs(a, await stage.party('Cvetka'))
    await meet(a, b, c)
    await flood(b, LOG_ENTRIES_MAX + 1, BEHIND_FULL_MAX + 2 * AHEAD_MAX)
    const victim = stage.peer(a)
    const copy = await copyOf(a, b)
    connect(victim, stage.peer(c))
    let written = 0
    const still = await heldUp(async () => {
      const hostile = await Hostile.meet(b, victim)
      serve(hostile, b.own)
      hostile.heads?.send(boast(b, MILLION))
      // An honest partner writes and reads all the while.
      while (!hostile.dropped) {
        written += 1
        await c.write([record(`by Cvetka ${written}`)])
        await eventually(async () => expect((await copyOf(a, c)).length).toBe(c.own.length), { everyMs: 1 })
      }
      await eventually(() => expect(victim.refusals.map((one) => [one.code, one.name])).toEqual([['flood', 'Bosko']]))
    })
    expect(still).toBeLessThan(STILL_MAX)
    expect(written).toBeGreaterThan(3)
    expect(copy.length).toBeGreaterThanOrEqual(LOG_ENTRIES_MAX + BEHIND_FULL_MAX)
    expect(copy.length).toBeLessThan(LOG_ENTRIES_MAX + BEHIND_FULL_MAX + AHEAD_MAX)
    const { length } = copy
    // It is known at once the next time, and nothing more is taken.
    const again = await Hostile.meet(b, victim)
    again.heads?.send(boast(b, MILLION))
    await eventually(() => expect([again.dropped, victim.refusals.length]).toEqual([true, 2]))
    expect([again.received.want, copy.length, victim.failures]).toEqual([[], length, []])
    // Who wrote it can be removed, and the others go on.
    const instance = b.me?.instance
    if (!instance) throw new Error('Bosko is a member')
    await a.remove(instance)
    await c.write([record('as ever')])
    await eventually(async () => expect((await copyOf(a, c)).length).toBe(c.own.length))
    await eventually(() => expect(c.roster?.hash).toEqual(a.roster?.hash))
    expect(a.roster?.members.find((one) => one.instance.equals(instance))?.present).toBe(false)
  })
})

describe('an organisation with many computers that write roster operations without end', () => {
  it('gets no more of them in than two computers could, is named for each, and holds up nobody', async () => {
    const { a, b } = await makeCoalition(await stage.party('Alma'), await stage.party('Bosko'))
    const c = await joinAs(a, await stage.party('Cvetka'))
    await meet(a, b, c)
    const others: Space[] = []
    for (let i = 0; i < 5; i += 1) others.push(await addComputer(b, await stage.party(`Bosko ${i}`)))
    await meet(a, b, c)
    const all = [b, ...others]
    for (const one of all) await flood(one, LOG_ENTRIES_MAX + 1, BEHIND_FULL_MAX)
    const victim = stage.peer(a)
    connect(victim, stage.peer(c))
    const still = await heldUp(async () => {
      for (const [number, one] of all.entries()) {
        const hostile = await Hostile.meet(one, victim)
        serve(hostile, one.own)
        hostile.heads?.send(boast(one, MILLION))
        await eventually(() => expect([hostile.dropped, victim.refusals.length]).toEqual([true, number + 1]))
        await c.write([record(`by Cvetka ${number}`)])
        await eventually(async () => expect((await copyOf(a, c)).length).toBe(c.own.length))
      }
    })
    expect(still).toBeLessThan(STILL_MAX)
    expect(victim.refusals.map((one) => [one.code, one.name])).toEqual(all.map(() => ['flood', 'Bosko']))
    const lengths = await Promise.all(all.map(async (one) => (await copyOf(a, one)).length))
    expect(lengths.filter((length) => length > 100)).toHaveLength(2)
    const instance = b.me?.instance
    if (!instance) throw new Error('Bosko is a member')
    await a.remove(instance)
    await eventually(() => expect(c.roster?.hash).toEqual(a.roster?.hash))
    expect(victim.failures).toEqual([])
  })
})

describe('an organisation with many computers that would fill the disk', () => {
  it('is stopped at what they have together, and named', async () => {
    const { a, b } = await makeCoalition(await stage.party('Alma'), await stage.party('Bosko'))
    await meet(a, b)
    const others: Space[] = []
    for (let i = 0; i < 3; i += 1) others.push(await addComputer(b, await stage.party(`Bosko ${i}`)))
    await meet(a, b)
    const [first, second, third] = others
    if (!first || !second || !third) throw new Error('they were added')
    await third.write([record('one more')])
    // Each of them alone is within its bound.
    for (const one of [b, first, second]) vi.spyOn(await copyOf(a, one), 'byteLength', 'get').mockReturnValue(LOG_BYTES_MAX)
    const victim = stage.peer(a)
    connect(victim, stage.peer(third))
    await eventually(() => expect(victim.refusals.map(({ code, name }) => [code, name])).toEqual([['too-long', 'Bosko']]))
    expect([(await copyOf(a, third)).length, victim.sessions.size, victim.failures]).toEqual([0, 0, []])
  })
})
