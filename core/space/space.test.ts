import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bring, joinAs, makeCoalition, makeParty, type Party, readAll, record } from '../../test/support/spaces.ts'
import { foundSpace, openSpace } from './found.ts'
import type { Space } from './space.ts'

let folder: string
let parties: Party[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-space-'))
  parties = []
})
afterEach(async () => {
  for (const party of parties) await party.store.close()
  await rm(folder, { recursive: true })
})

async function party(name: string): Promise<Party> {
  const made = await makeParty(folder, name)
  parties.push(made)
  return made
}

const texts = async (space: Space) => (await readAll(space)).map((one) => one.body.toString()).sort()

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
})
