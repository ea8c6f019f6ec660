import { readdirSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { chunkFileBytes } from '../../core/blobs/format.ts'
import type { KeyedFile } from '../../core/blobs/reference.ts'
import { bringIn, bytesOf, endScene, openScene, type Scene } from '../../core/blobs/testing/scene.ts'
import { fromHex, randomBytes, toHex } from '../../core/crypto/bytes.ts'
import { LIMITS } from '../../core/engine/contract/index.ts'
import type { Space } from '../../core/space/space.ts'
import { decodeAsk, encodeAsk, encodePart, FILE_PART_MAX, type FileAsk } from '../../core/sync/file-messages.ts'
import { systemTimers } from '../../core/sync/timers.ts'
import { DeskScene, erasing, naming } from '../support/desk.ts'
import { eventually } from '../support/eventually.ts'
import { Hostile } from '../support/hostile.ts'
import { joinAs, makeCoalition, meet } from '../support/spaces.ts'
import { Stage } from '../support/stage.ts'
import { Peer } from '../support/sync.ts'

const MIB = 1024 * 1024
const stage = Stage.forThisFile()
const open: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await one.close()
})

interface At {
  a: Space
  b: Space
  /** Alma's computer. */
  alma: DeskScene
  victim: Peer
  /** Where Bosko keeps a file that a record of his names. */
  his: Scene
  file: KeyedFile
}

/** Alma and Bosko in a coalition; Bosko's record names a file of 2 MiB and a bit, and others, which are read before it, the same with `lies`. */
async function arrange(lies: readonly Partial<KeyedFile>[] = [], size = 2 * MIB + 9): Promise<At> {
  const { a, b } = await makeCoalition(await stage.party('Alma'), await stage.party('Bosko'))
  const his = openScene()
  const file = await bringIn(his, bytesOf(size))
  await meet(a, b)
  await b.write([naming([file])])
  if (lies.length > 0) await b.write(lies.map((lie, i) => naming([{ ...file, ...lie }], lieName(i))))
  await meet(a, b)
  const alma = new DeskScene(a)
  const victim = new Peer([a], systemTimers, alma.desk)
  stage.peers.push(victim)
  await alma.level()
  // Before the desk: nothing may be asked for any more.
  open.push({ close: () => victim.close() }, alma, { close: () => endScene(his) })
  return { a, b, alma, victim, his, file }
}

const lieName = (i: number): string => (i + 1).toString(16).padStart(32, '0')
const held = ({ alma }: At): string[] => readdirSync(alma.scene.chunks)
const all = (ask: FileAsk, bytes: Buffer): Buffer[] =>
  Array.from({ length: Math.ceil(bytes.length / FILE_PART_MAX) }, (_, i) =>
    encodePart({ ...ask, start: i * FILE_PART_MAX, bytes: bytes.subarray(i * FILE_PART_MAX, (i + 1) * FILE_PART_MAX) }),
  )

/** Bosko's computer, which answers each ask by what `answer` says. */
async function bosko(at: At, answer: (ask: FileAsk, honest: Buffer) => Buffer[]): Promise<Hostile> {
  const hostile = await Hostile.meet(at.b, at.victim)
  hostile.onAsk = (bytes) => {
    const ask = decodeAsk(bytes)
    void at.his.blobs.arrivals.give(at.file, ask.name).then((honest) => {
      for (const part of answer(ask, honest ?? Buffer.alloc(0))) hostile.others[4]?.send(part)
    })
  }
  for (const bytes of [...hostile.asks]) hostile.onAsk(bytes)
  return hostile
}

/** Alma's computer drops Bosko's and says why; nothing that it sent wrongly is here. */
async function refused(at: At, code: string): Promise<void> {
  await eventually(() => expect(at.victim.refusals.map((one) => [one.code, one.name])).toEqual([[code, 'Bosko']]))
  expect([at.victim.failures, at.alma.faults]).toEqual([[], []])
}

describe('a partner’s computer that gives files', () => {
  it('has what it was asked for taken, and nothing else', async () => {
    const at = await arrange()
    await bosko(at, all)
    await eventually(() => expect(held(at).sort()).toEqual(readdirSync(at.his.chunks).sort()))
    expect(at.victim.refusals).toEqual([])
    await at.b.write([erasing()])
    await meet(at.a, at.b)
    await at.alma.level()
    expect(held(at)).toEqual([])
  })

  it.each<[string, string, (ask: FileAsk, honest: Buffer) => Buffer[]]>([
    ['other bytes', 'wrong-file', (ask, honest) => all(ask, randomBytes(honest.length))],
    ['a list and more', 'wrong-file', (ask, honest) => all(ask, Buffer.concat([honest, randomBytes(5)]))],
    ['a part out of its place', 'malformed', (ask, honest) => [encodePart({ ...ask, start: 1, bytes: honest.subarray(1, 9) })]],
    ['what was not asked for', 'unasked', (ask, honest) => all({ ...ask, name: randomBytes(32) }, honest)],
    ['all of it twice', 'unasked', (ask) => [...Array(2)].map(() => encodePart({ ...ask, start: 0, bytes: Buffer.alloc(0) }))],
  ])('is dropped and named where it sends %s', async (_, code, answer) => {
    const at = await arrange()
    await bosko(at, answer)
    await refused(at, code)
    expect(held(at)).toEqual([])
  })

  it.each<[string, (ask: FileAsk, honest: Buffer) => Buffer[]]>([
    ['more than there is', (ask, honest) => all(ask, Buffer.concat([honest, randomBytes(5)]))],
    ['a part twice', (ask, honest) => Array.from({ length: 2 }, () => encodePart({ ...ask, start: 0, bytes: honest.subarray(0, 9) }))],
  ])('is dropped and named where of a chunk it sends %s', async (_, answer) => {
    const at = await arrange()
    await bosko(at, (ask, honest) => (ask.name.equals(ask.list) ? all : answer)(ask, honest))
    await refused(at, 'malformed')
    expect(held(at)).toEqual([at.file.list])
  })

  it('makes nothing of another’s chunks its own: a list that names them, or a key that does not open it, is passed over', async () => {
    const at = await arrange()
    const { key: _, ...rest } = at.file
    const lie = { ...rest, key: '0'.repeat(64) }
    await at.b.write([naming([lie], 'cd'.repeat(16))])
    await meet(at.a, at.b)
    await at.alma.level()
    await bosko(at, all)
    await eventually(() => expect(held(at)).toHaveLength(4))
    await eventually(() => expect(at.alma.desk.gives(fromHex(at.file.list))).toBe(true))
    expect(at.victim.refusals).toEqual([])
  })

  it('that lies ends nothing, also where what stands cannot be read at that moment: that is told', async () => {
    const at = await arrange()
    const { key: _, ...rest } = at.file
    await at.b.write([erasing(), naming([{ ...rest, key: '0'.repeat(64) }], 'cd'.repeat(16))])
    await meet(at.a, at.b)
    await at.alma.level()
    const unreadable = new Error('no room')
    vi.spyOn(at.alma.index, 'filesIn').mockImplementationOnce(() => {
      throw unreadable
    })
    await bosko(at, all)
    await eventually(() => expect(at.victim.failures).toEqual([unreadable]))
    expect(held(at)).toEqual([])
  })
})

describe('what a member’s record says of another’s file', () => {
  const lieOf = async (at: At, lies: readonly Partial<KeyedFile>[]): Promise<void> => {
    await at.b.write(lies.map((lie, i) => naming([{ ...at.file, ...lie }], lieName(i))))
    await meet(at.a, at.b)
    await at.alma.level()
  }

  it.each([
    // Of a file whose list is longer than the shortest.
    ['a shorter file under another key', { size: 1, key: '0'.repeat(64) }, 31 * MIB],
    ['a shorter file', { size: 1 }, 2 * MIB],
    ['a longer file', { size: 32 * MIB }, 2 * MIB],
    ['one that does not come by itself', { size: 100 * MIB }, 2 * MIB],
    ['other bytes', { sha256: '1'.repeat(64) }, 2 * MIB],
  ])('as %s neither costs its holder the connection nor keeps the file from coming', async (_, lie, size) => {
    const at = await arrange([lie], size)
    await bosko(at, all)
    await eventually(() => expect(held(at).sort()).toEqual(readdirSync(at.his.chunks).sort()))
    await eventually(async () => expect((await at.alma.desk.standing(at.alma.named(at.file))).here).toBe(true))
    expect(at.victim.refusals).toEqual([])
  })

  it('leaves one that is here what it is, also where somebody looks at the lie', async () => {
    const at = await arrange()
    await bosko(at, all)
    await eventually(async () => expect((await at.alma.desk.standing(at.alma.named(at.file))).here).toBe(true))
    await lieOf(at, [{ size: 1 }])
    const lie = at.alma.named({ ...at.file, size: 1 })
    expect(await at.alma.desk.standing(lie)).toEqual({ received: 0, here: false, wanted: false })
    await at.alma.desk.want(lie, true)
    expect(await at.alma.desk.standing(at.alma.named(at.file))).toMatchObject({ here: true })
    expect(at.alma.scene.state.blobs.keptAs(at.a.id, fromHex(at.file.list), fromHex(at.file.key))).toBe('whole')
  })

  it('under however many keys and sizes does not keep it from being passed on', async () => {
    const at = await arrange()
    const hostile = await bosko(at, all)
    await eventually(async () => expect((await at.alma.desk.standing(at.alma.named(at.file))).here).toBe(true))
    const lies = Array.from({ length: 6 }, () => [{ key: toHex(randomBytes(32)) }, { sha256: toHex(randomBytes(32)) }])
    await lieOf(at, lies.flat())
    const list = fromHex(at.file.list)
    expect(await at.alma.desk.give({ list, name: list })).toEqual(await at.his.blobs.arrivals.give(at.file, list))
    expect(hostile.dropped).toBe(false)
  })
})

describe('what many records of a member say of one file', () => {
  it('costs one ask and one look at all that stands', async () => {
    const lies = Array.from({ length: 60 }, (_, i) => (i % 2 ? { size: i } : { key: toHex(randomBytes(32)) }))
    const at = await arrange(lies)
    const file = at.alma.named(at.file)
    const looks = vi.spyOn(at.alma.index, 'filesIn')
    const asked: string[] = []
    await bosko(at, (ask, honest) => {
      asked.push(toHex(ask.name))
      return all(ask, honest)
    })
    await eventually(async () => expect((await at.alma.desk.standing(file)).here).toBe(true))
    expect(asked.filter((name) => name === at.file.list).length).toBeLessThan(3)
    expect(looks.mock.calls.length).toBeLessThan(4)
  })

  it('takes none of the room of who wrote the one that is true', async () => {
    const at = await arrange()
    const c = await joinAs(at.a, await stage.party('Chidi'))
    for (const space of [c, at.b]) await meet(at.a, space)
    const file = await bringIn(at.his, bytesOf(100_000))
    // All of Bosko's own room, before the one that he names as his too.
    const full = Array.from({ length: LIMITS.filesByThemselves / LIMITS.fileByItself }, (_, i) =>
      naming([{ ...file, list: i.toString(16).padStart(64, '0'), size: LIMITS.fileByItself }], `${i}`.padStart(32, 'f')),
    )
    await at.b.write([...full, ...Array.from({ length: 8 }, (_, i) => naming([file], lieName(i)))])
    await meet(at.a, at.b)
    await at.alma.level()
    const wanted = async () => (await at.alma.desk.standing(at.alma.named(file))).wanted
    expect(await wanted()).toBe(false)
    await c.write([naming([file])])
    await meet(at.a, c)
    await at.alma.level()
    expect(await wanted()).toBe(true)
  })
})

describe('a partner’s computer that asks for files', () => {
  const empty = (ask: FileAsk): Buffer => encodePart({ ...ask, start: 0, bytes: Buffer.alloc(0) })

  it('gets what a standing record of the space names, and of everything else that it is not here', async () => {
    const at = await arrange()
    const ours = await bringIn(at.alma.scene, bytesOf(MIB, 1))
    const kept = await bringIn(at.alma.scene, bytesOf(MIB, 2))
    await at.a.write([naming([ours], 'ef'.repeat(16))])
    await at.alma.level()
    const hostile = await Hostile.meet(at.b, at.victim)
    const ask = async (list: string, name = list): Promise<Buffer[]> => {
      const before = hostile.parts.length
      hostile.others[3]?.send(encodeAsk({ list: fromHex(list), name: fromHex(name) }))
      await eventually(() => expect(hostile.parts.length).toBeGreaterThan(before))
      return hostile.parts.slice(before)
    }
    const nothing = (list: string, name = list): Buffer[] => [empty({ list: fromHex(list), name: fromHex(name) })]
    expect((await ask(ours.list))[0]?.length).toBeGreaterThan(1_000)
    // Of the House, named by nobody; a chunk of it by the list of another; and a list that a member names, but that is here because of something else.
    expect(await ask(kept.list)).toEqual(nothing(kept.list))
    expect(await ask(ours.list, kept.list)).toEqual(nothing(ours.list, kept.list))
    await at.b.write([naming([kept], '12'.repeat(16))])
    await meet(at.a, at.b)
    await at.alma.level()
    expect(await ask(kept.list)).toEqual(nothing(kept.list))
    await at.a.write([erasing('ef'.repeat(16))])
    await at.alma.level()
    expect(await ask(ours.list)).toEqual(nothing(ours.list))
    expect(at.victim.refusals).toEqual([])
  })

  it('is dropped and named where it asks for more at once, or for more that is not here, than anybody would', async () => {
    const at = await arrange()
    const hostile = await Hostile.meet(at.b, at.victim)
    for (let i = 0; i < 2_000; i += 1) hostile.others[3]?.send(encodeAsk({ list: randomBytes(32), name: randomBytes(32) }))
    await refused(at, 'flood')
    expect(chunkFileBytes(MIB, 0)).toBe(MIB + 76)
  })
})
