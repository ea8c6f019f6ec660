import { describe, expect, it } from 'vitest'
import type { LogCopy } from '../../core/log/log-copy.ts'
import type { Space } from '../../core/space/space.ts'
import { eventually } from '../support/eventually.ts'
import { bring, joinAs, makeCoalition, makeParty, pull, record, texts } from '../support/spaces.ts'
import { Stage } from '../support/stage.ts'
import { connect, Peer, slowLine } from '../support/sync.ts'

/** Blocks of one segment. */
const SEGMENT_BLOCKS = 64
const stage = Stage.forThisFile()
const party = (name: string) => stage.party(name)
const peer = (...spaces: Space[]) => stage.peer(...spaces)

const agree = (expected: string[], ...spaces: Space[]) =>
  eventually(async () => {
    for (const space of spaces) expect(await texts(space)).toEqual([...expected].sort())
  })

describe('two members of a coalition', () => {
  it('close in the middle of everything, and leave nothing under way that reads or writes a log', async () => {
    const [alma, bosko] = [await makeParty(stage.folder, 'Alma'), await makeParty(stage.folder, 'Bosko')]
    const { a, b } = await makeCoalition(alma, bosko)
    for (let i = 0; i < 40; i++) await a.write(Array.from({ length: 50 }, (_, row) => record(`row ${i * 50 + row}`)))
    const [left, right] = [new Peer([a]), new Peer([b])]
    const copy = (await b.openLogs()).find((log) => log !== b.own)
    if (!copy) throw new Error('no copy')
    const arrived = new Promise<void>((resolve) => void copy.onAppend(resolve))
    connect(left, right)
    await arrived
    await Promise.all([left.close(), right.close()])
    const closed = copy.length
    await Promise.all([alma.store.close(), bosko.store.close()])
    expect(closed).toBeGreaterThan(0)
    expect(closed).toBeLessThan(2_000)
    expect([...left.failures, ...right.failures]).toEqual([])
  })

  it('bring each other what they hold, and what they write while connected', async () => {
    const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
    await a.write([record('before, by Alma')])
    const [left, right] = [peer(a), peer(b)]
    connect(left, right)
    await agree(['before, by Alma'], a, b)
    await b.write([record('now, by Bosko')])
    await agree(['before, by Alma', 'now, by Bosko'], a, b)
    await a.write([record('now, by Alma')])
    await agree(['before, by Alma', 'now, by Bosko', 'now, by Alma'], a, b)
    expect(left.met.map(({ member }) => member.name)).toEqual(['Bosko'])
    expect([...left.refusals, ...right.refusals, ...left.failures, ...right.failures]).toEqual([])
  })

  it('write on while apart, and agree when they meet again', async () => {
    const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
    const [left, right] = [peer(a), peer(b)]
    const [session] = connect(left, right)
    await a.write([record('together')])
    await agree(['together'], a, b)
    session.close()
    await eventually(() => expect(right.sessions.size).toBe(0))
    for (let i = 0; i < 5; i += 1) {
      await a.write([record(`apart, Alma ${i}`)])
      await b.write([record(`apart, Bosko ${i}`)])
    }
    connect(right, left)
    const all = ['together', ...[0, 1, 2, 3, 4].flatMap((i) => [`apart, Alma ${i}`, `apart, Bosko ${i}`])]
    await agree(all, a, b)
    expect([...left.refusals, ...right.refusals]).toEqual([])
  })

  it('pass on what a third wrote', async () => {
    const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
    const c = await joinAs(a, await party('Cvetka'))
    const [left, middle, right] = [peer(b), peer(a), peer(c)]
    connect(left, middle)
    connect(middle, right)
    await eventually(() => expect([b.writable, c.writable]).toEqual([true, true]))
    await c.write([record('from Cvetka')])
    await agree(['from Cvetka'], a, b, c)
    await b.write([record('from Bosko')])
    await agree(['from Cvetka', 'from Bosko'], a, b, c)
    expect([...left.refusals, ...middle.refusals, ...right.refusals]).toEqual([])
  })

  it('bring 5,000 entries in segments', async () => {
    const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
    for (let i = 0; i < 10; i += 1) await a.write(Array.from({ length: 500 }, (_, n) => record(`entry ${i}-${n}`)))
    const [left, right] = [peer(a), peer(b)]
    connect(left, right)
    const copy = (await b.openLogs()).find((log) => log.id.equals(a.own.id))
    await eventually(() => expect(copy?.length).toBe(a.own.length))
    expect([...left.refusals, ...right.refusals]).toEqual([])
  })

  it('bring what is new before what is old: an alert waits for no long log', async () => {
    const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
    const others: Space[] = []
    for (const name of ['Cvetka', 'Dado', 'Ema', 'Franjo']) others.push(await joinAs(a, await party(name)))
    for (const one of others) {
      await bring(a, one)
      await one.write(Array.from({ length: 640 }, (_, n) => record(`old ${n}`)))
    }
    // Alma has all of the others' logs, and Bosko, who asks for several at once, has none of them.
    for (const one of others) for (const copy of await a.openLogs()) if (copy.id.equals(one.own.id)) await pull(one.own, copy as LogCopy)
    const [left, right] = [peer(a), peer(b)]
    const line = slowLine()
    left.session(line.from)
    right.session(line.to)
    const copies = await eventually(
      async () => {
        const logs = (await b.openLogs()).filter(({ id }) => others.some(({ own }) => own.id.equals(id)))
        expect(logs.some(({ length }) => length > 0)).toBe(true)
        return logs
      },
      { everyMs: 1 },
    )
    const held = () => copies.reduce((sum, { length }) => sum + length, 0)
    const whole = others.reduce((sum, { own }) => sum + own.length, 0)
    const fromAlma = (await b.openLogs()).find(({ id }) => id.equals(a.own.id))
    const heldThen = new Promise<number>((resolve) => fromAlma?.onAppend(() => resolve(held())))
    line.stop()
    await eventually(() => expect(line.full()).toBe(true), { everyMs: 1 })
    await a.write([record('an alert')])
    const heldBefore = held()
    line.go()
    // What was on the line, and what each end had in hand: not all that Bosko had asked for.
    expect((await heldThen) - heldBefore).toBeLessThanOrEqual(4 * SEGMENT_BLOCKS)
    await eventually(() => expect(held()).toBe(whole))
    expect([...left.refusals, ...right.refusals, ...left.failures, ...right.failures]).toEqual([])
  })

  it('let nobody on the line read a word, a name or an id', async () => {
    const { a, b } = await makeCoalition(await party('Alma-of-the-harbour'), await party('Bosko-of-the-hills'))
    await a.write([record('a raid in Lavender Street')])
    const seen: Buffer[] = []
    const [left, right] = [peer(a), peer(b)]
    connect(left, right, (bytes) => seen.push(Buffer.from(bytes)))
    await agree(['a raid in Lavender Street'], a, b)
    await b.write([record('an answer from Marigold Square')])
    await agree(['a raid in Lavender Street', 'an answer from Marigold Square'], a, b)
    const line = Buffer.concat(seen)
    expect(line.length).toBeGreaterThan(4096)
    const words = ['Lavender', 'Marigold', 'Alma-of', 'Bosko-of', 'Alliance', 'parasol', 'incident'].map((word) => Buffer.from(word))
    const ids = [a.id, a.own.id, b.own.id, a.own.signer, b.own.signer, a.organisationKey, a.facts.genesisHash]
    const blocks = [(await a.own.get(0)).subarray(0, 64), (await b.own.get(0)).subarray(0, 64)]
    for (const known of [...words, ...ids, ...blocks]) expect(line.includes(known)).toBe(false)
  })
})
