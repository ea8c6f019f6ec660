import { describe, expect, it } from 'vitest'
import { bring, joinAs, makeCoalition, pull, readAll, record, texts } from '../../test/support/spaces.ts'
import { Stage } from '../../test/support/stage.ts'
import { openEntry, SECTION } from '../log/entry/open.ts'
import { foundSpace, openSpace } from './found.ts'

const stage = Stage.forThisFile()
const party = (name: string, now?: () => number) => stage.party(name, now)

describe('a House', () => {
  it('reads what it wrote, also after it was closed and opened', async () => {
    const asha = await party('Asha')
    const facts = await foundSpace('house', 'Asha', asha.identity, asha.around)
    const house = await openSpace(facts, asha.identity, asha.around)
    await house.write([record('a'), record('b')])
    await house.write([record('c')])
    expect(await texts(house)).toEqual(['a', 'b', 'c'])
    const again = await openSpace(facts, asha.identity, asha.around)
    await again.write([record('d')])
    expect(await texts(again)).toEqual(['a', 'b', 'c', 'd'])
    expect(again.roster?.genesis.name).toBe('Asha')
  })

  it('is the same when founding is repeated after a crash', async () => {
    const asha = await party('Asha')
    const first = await foundSpace('house', 'Asha', asha.identity, asha.around)
    expect(await foundSpace('house', 'Asha', asha.identity, asha.around)).toEqual(first)
  })
})

describe('a coalition of two', () => {
  it('reads what both write, once the logs have met', async () => {
    const { a, b } = await makeCoalition(await party('Asha'), await party('Bella'))
    expect(b.writable).toBe(false)
    await a.write([record('from a')])
    await bring(a, b)
    expect(b.writable).toBe(true)
    await b.write([record('from b')])
    await bring(b, a)
    await bring(a, b)
    expect(await texts(a)).toEqual(['from a', 'from b'])
    expect(await texts(b)).toEqual(['from a', 'from b'])
    expect(a.roster?.hash).toEqual(b.roster?.hash)
    expect(a.roster?.members.map((one) => [one.name, one.accepted])).toEqual([
      ['Asha', true],
      ['Bella', true],
    ])
  })

  it.each([
    [true, ['before', 'since']],
    [false, ['since']],
  ])('shows a newcomer the past only where it was granted: %s', async (past, expected) => {
    const asha = await party('Asha')
    const a = await openSpace(await foundSpace('coalition', 'Alliance', asha.identity, asha.around), asha.identity, asha.around)
    await a.write([record('before')])
    const b = await joinAs(a, await party('Bella'), past)
    await a.write([record('since')])
    await bring(a, b)
    expect(await texts(b)).toEqual(expected)
  })

  it('writes under one epoch while nobody comes or goes', async () => {
    const { a, b } = await makeCoalition(await party('Asha'), await party('Bella'))
    await bring(a, b)
    const before = a.keyring.all().length
    for (let i = 0; i < 5; i += 1) await a.write([record(`${i}`)])
    expect(a.keyring.all().length).toBe(before)
  })

  it('writes under one epoch again after both started one while apart', async () => {
    const asha = await party('Asha')
    const { a, b } = await makeCoalition(asha, await party('Bella'))
    await bring(a, b)
    await bring(b, a)
    const cleo = await joinAs(a, await party('Cleo'), false)
    await bring(a, b)
    await bring(a, cleo)
    await Promise.all([b.write([record('b')]), cleo.write([record('c')])])
    for (const [from, to] of [
      [b, a],
      [cleo, a],
      [a, b],
      [a, cleo],
    ] as const)
      await bring(from, to)
    const before = [a, b, cleo].map((space) => space.keyring.all().length)
    for (const space of [a, b, cleo]) await space.write([record('again')])
    expect([a, b, cleo].map((space) => space.keyring.all().length)).toEqual(before)
    expect(a.roster?.hash).toEqual(b.roster?.hash)
    expect(cleo.roster?.hash).toEqual(b.roster?.hash)
  })

  it('has the same roster after it was closed and opened, without reading its logs', async () => {
    const [asha, bella] = [await party('Asha'), await party('Bella')]
    const { a, b } = await makeCoalition(asha, bella)
    await bring(a, b)
    await b.write([record('b')])
    await bring(b, a)
    await bring(a, b)
    expect((await openSpace(a.facts, asha.identity, asha.around)).roster).toEqual(a.roster)
    expect((await openSpace(b.facts, bella.identity, bella.around)).roster).toEqual(b.roster)
  })

  it('takes roster entries again that a power cut took from the end of a copy', async () => {
    const [asha, bella] = [await party('Asha'), await party('Bella')]
    const { a, b } = await makeCoalition(asha, bella)
    await bring(a, b)
    const cleo = await joinAs(a, await party('Cleo'))
    await bring(a, b)
    expect(b.roster?.members.map((one) => one.name)).toEqual(['Asha', 'Bella', 'Cleo'])
    // The same vault with a store that has lost its copies.
    const emptied = await party('Bella after the cut')
    const around = { ...bella.around, store: emptied.store }
    const again = await openSpace(b.facts, bella.identity, around)
    expect(again.roster?.members.map((one) => one.name)).toEqual(['Asha'])
    const copy = await emptied.store.copy(a.id, a.own.signer)
    await pull(a.own, copy)
    // Reading goes on where it had been, behind what comes again.
    for await (const batch of again.ingest(copy, a.own.length)) expect(batch.records).toEqual([])
    expect(again.roster?.members.map((one) => one.name)).toEqual(['Asha', 'Bella', 'Cleo'])
    expect(cleo.id).toEqual(a.id)
  })

  it('changes nothing by an admission that cannot be', async () => {
    const { a } = await makeCoalition(await party('Asha'), await party('Bella'))
    const [, bella] = stage.parties
    if (!bella) throw new Error('no such party')
    const before = { length: a.own.length, roster: a.roster }
    await expect(joinAs(a, bella)).rejects.toMatchObject({ code: 'ALREADY_MEMBER' })
    expect({ length: a.own.length, roster: a.roster }).toEqual(before)
    await a.write([record('on')])
    expect(await texts(a)).toEqual(['on'])
  })

  it('goes on after its own last clock, though the wall clock went back', async () => {
    let now = 1_800_000_000_000
    const asha = await party('Asha', () => now)
    const facts = await foundSpace('house', 'Asha', asha.identity, asha.around)
    await (await openSpace(facts, asha.identity, asha.around)).write([record('a')])
    now -= 60_000
    const again = await openSpace(facts, asha.identity, asha.around)
    await again.write([record('b')])
    const [first, second] = (await readAll(again)).map((one) => one.causal)
    expect(second?.wall).toBe(now)
    expect(second?.clock.ms).toBe(first?.clock.ms)
    expect(second?.clock.counter).toBeGreaterThan(first?.clock.counter ?? 0)
  })

  it('tells of each change of the roster once', async () => {
    const { a, b } = await makeCoalition(await party('Asha'), await party('Bella'))
    let told = 0
    const stop = b.onRosterChange(() => {
      told += 1
    })
    await bring(a, b)
    const after = told
    expect(after).toBeGreaterThan(0)
    await bring(a, b)
    expect(told).toBe(after)
    stop()
  })

  it('keeps the exact place and the names in sections of their own', async () => {
    const { a, b } = await makeCoalition(await party('Asha'), await party('Bella'))
    await a.write([{ ...record('body'), place: Buffer.from('place'), safe: Buffer.from('names') }])
    await bring(a, b)
    const log = (await b.openLogs()).find(({ id }) => id.equals(a.own.id))
    if (!log) throw new Error('the log came along')
    const index = log.length - 1
    const block = await log.get(index)
    const { sections } = openEntry({ space: b.id, logId: log.id, index, block, keyOf: b.keyring.keyOf })
    const text = (name: number) => String(sections.get(name)?.body)
    expect([SECTION.body, SECTION.place, SECTION.safe].map(text)).toEqual(['body', 'place', 'names'])
  })
})
