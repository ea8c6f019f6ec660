import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, type EngineChild, everyTitle, houseOf, incident, makePlace, makeVault, type Place } from '../support/engine.ts'

const SAVES = 200
const IN_FLIGHT = 6
const KILLS = [20, 70, 120, 170]

let place: Place

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
})
afterEach(() => place.clear())

const draftOf = (audience: SpaceId, title: string) => ({
  draftId: null,
  recordId: null,
  heads: [],
  audience,
  fields: { title, types: [], date: '', time: '', about: false, area: '', narrative: `${title} half written` },
})

/** Saves numbered incidents and drafts, several at a time, and notes what was acknowledged. */
class Writer {
  readonly acknowledged = new Set<string>()
  readonly drafts = new Set<string>()
  readonly begun = new Set<string>()
  private next = 0

  /** Goes on until the engine is gone or all are saved; kills it as soon as `killAt` are acknowledged. */
  async write(engine: EngineChild, killAt: number): Promise<void> {
    const { client } = engine
    const audience = await houseOf(client)
    const one = async (): Promise<void> => {
      while (this.next < SAVES) {
        const title = `saved ${this.next++} zebra`
        this.begun.add(title)
        await this.save(client, audience, title)
        if (this.acknowledged.size === killAt) await engine.kill()
      }
    }
    await Promise.allSettled(Array.from({ length: IN_FLIGHT }, one))
  }

  private async save(client: Client, audience: SpaceId, title: string): Promise<void> {
    const { draftId } = await client.drafts.save(draftOf(audience, title))
    this.drafts.add(title)
    await client.records.create({ audience, fields: incident(title, { narrative: 'written while the engine dies' }), draftId })
    this.acknowledged.add(title)
    this.drafts.delete(title)
  }
}

describe('an engine that is killed while 200 incidents are saved', () => {
  it('has every acknowledged one, none twice, and every draft; without its index too', async () => {
    const writer = new Writer()
    for (const [round, killAt] of [...KILLS, Number.POSITIVE_INFINITY].entries()) {
      const engine = await place.unlocked()
      await check(engine.client, writer)
      await writer.write(engine, killAt)
      await engine.kill()
      if (round !== 1) continue
      expect(existsSync(join(place.profile, 'index.db'))).toBe(true)
      for (const end of ['', '-wal', '-shm']) await rm(join(place.profile, `index.db${end}`), { force: true })
    }
    const last = await place.unlocked()
    await check(last.client, writer)
    expect(writer.acknowledged.size).toBeGreaterThan(SAVES - KILLS.length * IN_FLIGHT - 1)
    expect(writer.begun.size).toBe(SAVES)
  })

  it('is gone in the middle of saving, and the next one opens the vault', async () => {
    const engine = await place.unlocked()
    const audience = await houseOf(engine.client)
    const saving = Promise.allSettled(
      Array.from({ length: 20 }, (_, n) => engine.client.records.create({ audience, fields: incident(`busy ${n}`) })),
    )
    await engine.client.records.create({ audience, fields: incident('before the lock') })
    await engine.kill()
    await saving
    const again = await place.unlocked()
    expect(await everyTitle(again.client, 'lock')).toEqual(['before the lock'])
  })
})

async function check(client: Client, writer: Writer): Promise<void> {
  const titles = await everyTitle(client)
  expect(new Set(titles).size, 'none twice').toBe(titles.length)
  expect([...writer.acknowledged].filter((title) => !titles.includes(title))).toEqual([])
  expect(titles.filter((title) => !writer.begun.has(title))).toEqual([])
  expect((await everyTitle(client, 'zebra')).toSorted()).toEqual(titles.toSorted())
  const drafts = (await client.drafts.list()).map(({ fields }) => fields.title)
  // One whose record was in the log without an answer yet may have been discarded already.
  expect([...writer.drafts].filter((title) => !drafts.includes(title) && !titles.includes(title))).toEqual([])
  // A record that was acknowledged has taken its draft along.
  expect(drafts.filter((title) => writer.acknowledged.has(title))).toEqual([])
}
