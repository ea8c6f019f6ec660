import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { eventually } from '../../test/support/eventually.ts'
import { makeCoalition, makeParty, type Party, readAll, record } from '../../test/support/spaces.ts'
import { connect, Peer } from '../../test/support/sync.ts'
import { LogStore } from '../log/store.ts'
import { foundSpace, openSpace } from './found.ts'
import type { OwnHeads } from './ports.ts'
import type { Space } from './space.ts'

let folder: string
const stores: LogStore[] = []
const peers: Peer[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parasol-restored-'))
})
afterEach(async () => {
  for (const peer of peers.splice(0)) peer.close()
  for (const store of stores.splice(0)) await store.close()
  await rm(folder, { recursive: true })
})

async function party(name: string): Promise<Party> {
  const made = await makeParty(folder, name)
  stores.push(made.store)
  return made
}

function peer(space: Space): Peer {
  const made = new Peer([space])
  peers.push(made)
  return made
}

/** The same computer with its own log as it was at a length: what a backup of then brings back. */
async function restore(of: Party, space: Space, length: number, ownHeads: OwnHeads): Promise<Space> {
  const store = await LogStore.open(join(folder, `restored-${stores.length}`))
  stores.push(store)
  const blocks: Buffer[] = []
  for await (const batch of space.own.read(0, length)) blocks.push(...batch.blocks)
  const own = await store.own(space.id, space.device.log)
  await own.append(() => blocks)
  return openSpace(space.facts, of.identity, { ...of.around, store, ownHeads })
}

describe('a log that comes back from a backup', () => {
  it('is not written where the vault knows that it was longer, or another', async () => {
    const asha = await party('Asha')
    const { a } = await makeCoalition(asha, await party('Bella'))
    await a.write([record('one'), record('two')])
    const { length } = a.own
    const older = await restore(asha, a, length - 1, asha.around.ownHeads)
    expect([older.behind, older.writable]).toEqual([true, false])
    await expect(older.write([record('three')])).rejects.toMatchObject({ code: 'LOG_BEHIND' })
    await expect(older.remove(older.roster?.members[1]?.instance ?? Buffer.alloc(32))).rejects.toMatchObject({ code: 'LOG_BEHIND' })
    expect(older.own.length).toBe(length - 1)

    const other = { get: () => ({ length, treeHash: Buffer.alloc(32, 1) }), put: () => undefined }
    expect((await restore(asha, a, length, other)).behind).toBe(true)
    expect((await restore(asha, a, length, asha.around.ownHeads)).behind).toBe(false)
  })

  it('is read and not written where its folder is a copy', async () => {
    const asha = await party('Asha')
    const { a } = await makeCoalition(asha, await party('Bella'))
    await a.write([record('one')])
    await asha.store.close()
    stores.splice(stores.indexOf(asha.store), 1)
    await cp(join(folder, 'Asha'), join(folder, 'backup'), { recursive: true })
    for (const start of ['first', 'second']) {
      const store = await LogStore.open(join(folder, 'backup'))
      expect(store.copied, start).toBe(true)
      const copy = await openSpace(a.facts, asha.identity, { ...asha.around, store })
      expect((await readAll(copy)).map(({ body }) => body.toString())).toEqual(['one'])
      await expect(copy.write([record('two')])).rejects.toMatchObject({ code: 'LOG_BEHIND' })
      await expect(foundSpace('coalition', 'Another', asha.identity, { ...asha.around, store })).rejects.toMatchObject({
        code: 'LOG_BEHIND',
      })
      await store.close()
    }
    const original = await LogStore.open(join(folder, 'Asha'))
    stores.push(original)
    expect(original.copied).toBe(false)
  })

  it('goes on where only the word of the vault is older', async () => {
    const asha = await party('Asha')
    const { a } = await makeCoalition(asha, await party('Bella'))
    const before = asha.around.ownHeads.get(a.own.id)
    await a.write([record('one')])
    const same = await restore(asha, a, a.own.length, { get: () => before, put: () => undefined })
    await same.write([record('two')])
    expect(same.own.length).toBe(a.own.length + 1)
  })

  it('is not written any more once a partner shows that it was longer, also after the next start', async () => {
    const [asha, bella] = [await party('Asha'), await party('Bella')]
    const { a, b } = await makeCoalition(asha, bella)
    await a.write([record('one')])
    const { length } = a.own
    await a.write([record('two')])
    connect(peer(a), peer(b))
    const copy = await eventually(async () => {
      const log = (await b.openLogs()).find((one) => one.id.equals(a.own.id))
      expect(log?.length).toBe(a.own.length)
      return log
    })
    for (const one of peers.splice(0)) one.close()

    // The whole profile comes from the backup: nothing in it says that there was more.
    const kept = new Map<string, { length: number; treeHash: Buffer }>()
    const heads: OwnHeads = {
      get: (logId) => kept.get(logId.toString('hex')) ?? null,
      put: (head) => void kept.set(head.logId.toString('hex'), head),
    }
    const older = await restore(asha, a, length, heads)
    expect(older.writable).toBe(true)
    const changed = vi.fn()
    older.onRosterChange(changed)
    connect(peer(older), peer(b))
    await eventually(() => expect(older.behind).toBe(true))
    expect(changed).toHaveBeenCalled()
    await expect(older.write([record('another two')])).rejects.toMatchObject({ code: 'LOG_BEHIND' })
    expect(older.own.length).toBe(length)
    expect(copy?.length).toBe(a.own.length)
    expect((await restore(asha, a, length, heads)).behind).toBe(true)
  })
})
