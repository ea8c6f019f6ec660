import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { randomBytes, toHex } from '../../core/crypto/bytes.ts'
import { Changes } from '../../core/engine/changes.ts'
import { Projector } from '../../core/engine/services/projector.ts'
import { openIndex } from '../../core/index/index.ts'
import { filters, KEY, OPTIONS } from '../../core/index/testing.ts'
import { RING } from '../../core/log/types.ts'
import { amendBody, encodeBody, tombstoneBody, writeBody } from '../../core/records/body.ts'
import type { RecordBody } from '../../core/records/kinds.ts'
import { fields } from '../../core/records/testing.ts'
import { entryIdOf } from '../../core/records/version.ts'
import { type OperationFields, ROLE } from '../../core/space/format/operation.ts'
import type { Space } from '../../core/space/space.ts'
import { eventually } from '../support/eventually.ts'
import { copyOf } from '../support/forks.ts'
import { heldUp, STILL_MAX } from '../support/held-up.ts'
import { joinAs, makeCoalition, meet, record, texts } from '../support/spaces.ts'
import { Stage } from '../support/stage.ts'
import { connect } from '../support/sync.ts'

const NONE = Buffer.alloc(32)

const stage = Stage.forThisFile()

/** A founder, two stewards and a member, level with each other. */
async function four(): Promise<{ a: Space; b: Space; c: Space; d: Space }> {
  const { a, b } = await makeCoalition(await stage.party('Alma'), await stage.party('Bosko'))
  const c = await joinAs(a, await stage.party('Cvetka'))
  const d = await joinAs(a, await stage.party('Dana'))
  await meet(a, b, c, d)
  for (const one of [b, c]) await a.appoint(instanceOf(one))
  await meet(a, b, c, d)
  return { a, b, c, d }
}

const instanceOf = (space: Space): Buffer => {
  if (!space.me) throw new Error('not in the roster')
  return space.me.instance
}
const present = (space: Space): string[] => (space.roster?.members ?? []).filter((one) => one.present).map(({ name }) => name)
const rosterOf = (space: Space): string => toHex(space.roster?.hash ?? NONE)
const appointmentOf = (steward: Space): Buffer => {
  const found = steward.roster?.appointments.find(({ instance }) => instance.equals(instanceOf(steward)))
  if (!found) throw new Error('is no steward')
  return found.operationId
}
const removal = (gone: Space): OperationFields => ({ operation: 'remove', instance: instanceOf(gone), reason: 0, cuts: [] })

/** Connects them one pair after the other, each until both hold what either did; nobody stands still, and nobody is reproached. */
async function connectInTurn(pairs: readonly [Space, Space][]): Promise<void> {
  const peers = new Map([...new Set(pairs.flat())].map((space) => [space, stage.peer(space)] as const))
  const at = (space: Space) => {
    const peer = peers.get(space)
    if (!peer) throw new Error('has no peer')
    return peer
  }
  const still = await heldUp(async () => {
    for (const [one, other] of pairs) {
      connect(at(one), at(other))
      await eventually(async () => {
        expect((await copyOf(one, other)).length).toBe(other.own.length)
        expect((await copyOf(other, one)).length).toBe(one.own.length)
      })
    }
    const all = [...peers.keys()]
    await eventually(async () => {
      for (const one of all)
        for (const log of await one.openLogs()) {
          const author = all.find(({ own }) => own.id.equals(log.id))
          if (author) expect(log.length).toBe(author.own.length)
        }
      expect(new Set(all.map(rosterOf)).size).toBe(1)
    })
  })
  expect(still).toBeLessThan(STILL_MAX)
  for (const { refusals, failures } of peers.values()) expect([refusals, failures]).toEqual([[], []])
}

describe('two stewards who cut each other', () => {
  it.each([
    [
      'the founder hears of the one first',
      (s: { a: Space; b: Space; c: Space; d: Space }): [Space, Space][] => [
        [s.a, s.b],
        [s.a, s.c],
        [s.a, s.d],
      ],
    ],
    [
      'the founder hears of the other first',
      (s: { a: Space; b: Space; c: Space; d: Space }): [Space, Space][] => [
        [s.a, s.c],
        [s.a, s.b],
        [s.a, s.d],
      ],
    ],
    [
      'they meet each other first',
      (s: { a: Space; b: Space; c: Space; d: Space }): [Space, Space][] => [
        [s.b, s.c],
        [s.c, s.d],
        [s.d, s.a],
        [s.a, s.b],
      ],
    ],
    [
      'a member is between them',
      (s: { a: Space; b: Space; c: Space; d: Space }): [Space, Space][] => [
        [s.d, s.b],
        [s.d, s.c],
        [s.d, s.a],
      ],
    ],
  ])('stay, both of them, and all have one roster, where %s', async (_, order) => {
    const all = await four()
    const { a, b, c, d } = all
    // No program of ours writes such an entry: theirs does, each for the other, and the cuts say that nothing ever counted.
    await b.writeOperation({ appointment: appointmentOf(b), fields: removal(c) })
    await c.writeOperation({ appointment: appointmentOf(c), fields: removal(b) })
    await connectInTurn(order(all))
    for (const one of [a, b, c, d]) expect(present(one)).toEqual(['Alma', 'Bosko', 'Cvetka', 'Dana'])
    for (const one of [b, c, d]) await one.write([record(`by ${one.me?.name}`)])
    await eventually(async () => expect(await texts(a)).toEqual(['by Bosko', 'by Cvetka', 'by Dana']))
  })

  it('take the same member out at once: it is gone, and its entries end in one place for all', async () => {
    const all = await four()
    const { a, b, c, d } = all
    await d.write([record('seen by both')])
    await meet(b, d)
    const seenByBoth = d.own.length
    await d.write([record('seen by one')])
    await meet(c, d)
    await b.remove(instanceOf(d))
    await c.remove(instanceOf(d))
    await connectInTurn([
      [a, b],
      [a, c],
    ])
    for (const one of [a, b, c]) expect([present(one), one.endOf(await copyOf(one, d))]).toEqual([['Alma', 'Bosko', 'Cvetka'], seenByBoth])
  })
})

describe('a member who acts as a steward', () => {
  it('changes nothing for anybody, whatever it writes and in whatever order it is heard', async () => {
    for (const order of [0, 1]) {
      const { a, b, c, d } = await four()
      const stranger = randomBytes(32)
      const acts: OperationFields[] = [
        removal(c),
        removal(a),
        removal(b),
        { operation: 'appoint', instance: instanceOf(d) },
        { operation: 'hand-over', instance: instanceOf(d) },
        { operation: 'watermark', instance: instanceOf(b), lifted: false, cuts: [{ logId: b.own.id, length: 0, treeHash: NONE }] },
        { operation: 'succeed-founder', instance: instanceOf(d), votes: [{ steward: instanceOf(b), signature: randomBytes(64) }] },
        {
          operation: 'admit',
          role: ROLE.member,
          names: true,
          past: true,
          organisation: stranger,
          recoveryBox: randomBytes(32),
          organisationName: 'Nobody',
          inviteId: NONE,
          statements: [randomBytes(100)],
        },
      ]
      const before = rosterOf(a)
      // In its own name, and citing the appointment of a steward.
      for (const appointment of [NONE, appointmentOf(b)])
        for (const operation of acts) await d.writeOperation({ appointment, fields: operation })
      const { epochs } = a.roster ?? { epochs: [] }
      const pairs: [Space, Space][] = [
        [a, d],
        [b, d],
        [c, d],
        [a, b],
      ]
      await connectInTurn(order === 0 ? pairs : pairs.toReversed())
      for (const one of [a, b, c, d]) expect([rosterOf(one), present(one)]).toEqual([before, ['Alma', 'Bosko', 'Cvetka', 'Dana']])
      expect(a.roster?.epochs.filter(({ ring }) => ring === RING.roster)).toHaveLength(
        epochs.filter(({ ring }) => ring === RING.roster).length,
      )
      await c.write([record('as ever')])
      await eventually(async () => expect(await texts(a)).toEqual(['as ever']))
      for (const peer of stage.peers.splice(0)) await peer.close()
      for (const { store } of stage.parties.splice(0)) await store.close()
    }
  })
})

describe('a member who erases the records of others', () => {
  it('erases and amends nothing of them, under whatever name it writes', async () => {
    const { a, b, c, d } = await four()
    const name = randomBytes(16).toString('hex')
    const outgoing = (made: RecordBody) => {
      const { bytes, ...rest } = encodeBody(made)
      return { ...rest, body: bytes }
    }
    await a.write([outgoing(writeBody(name, fields({ title: 'by Alma' })))])
    const entry = entryIdOf(toHex(a.own.id), a.own.length - 1)
    await meet(a, d)
    await d.write([
      outgoing(tombstoneBody(name, [entry])),
      outgoing(amendBody(name, [entry], { title: 'another title' })),
      outgoing(writeBody(name, fields({ title: 'in its place' }))),
      outgoing(tombstoneBody(name, [])),
    ])
    await connectInTurn([
      [c, d],
      [a, d],
      [b, d],
    ])
    const index = openIndex(join(stage.folder, 'index.db'), KEY, OPTIONS)
    try {
      for (const one of [a, c]) await new Projector(index, new Changes()).catchUp(one)
      const rows = index.list(filters(), null, 10).rows
      expect(rows.map(({ title }) => title)).toEqual(['by Alma'])
      const [row] = rows
      if (!row) throw new Error('it is there')
      expect(index.get(row.recordId)?.fields.title).toBe('by Alma')
    } finally {
      index.close()
    }
  })
})

describe('what a removed member writes afterwards', () => {
  it('counts for nobody, whoever brings it, and who has heard does not even take it', async () => {
    const { a, b, c, d } = await four()
    await d.write([record('while in')])
    await meet(a, b, c, d)
    const { length } = d.own
    await a.remove(instanceOf(d))
    await meet(a, c)
    // Dana has not heard, and Bosko neither: she writes on, and he takes it.
    await d.write([record('after the removal')])
    const [left, right, third] = [stage.peer(b), stage.peer(d), stage.peer(c)]
    connect(left, right)
    await eventually(async () => expect(await texts(b)).toContain('after the removal'))
    // Cvetka has heard: Dana is a stranger to her, and Bosko has nothing for her there.
    const still = await heldUp(async () => {
      connect(third, right)
      await eventually(() => expect(third.refusals.map(({ code }) => code)).toEqual(['stranger']))
      connect(third, left)
      await eventually(() => expect(present(b)).not.toContain('Dana'))
      await b.write([record('by Bosko')])
      await eventually(async () => expect(await texts(c)).toEqual(['by Bosko', 'while in']))
    })
    expect(still).toBeLessThan(STILL_MAX)
    expect((await copyOf(c, d)).length).toBe(length)
    expect(await texts(b)).toEqual(['by Bosko', 'while in'])
    await eventually(() => expect(right.sessions.size).toBe(0))
    expect(await texts(d)).not.toContain('by Bosko')
  })
})
