import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { EXIT_LOCKED } from '../../core/engine/port.ts'
import { everyTitle, houseOf, incident, makePlace, makeVault, PASSPHRASE, type Place, problemOf } from '../support/engine.ts'

let place: Place

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
})
afterEach(() => place.clear())

describe('live changes', () => {
  it('name what another window did, and end with the port', async () => {
    const engine = await place.unlocked()
    const audience = await houseOf(engine.client)
    const window = engine.open()
    const changes = await window.client.changes.subscribe()
    const topics = new Set<string>()
    await engine.client.records.create({ audience, fields: incident('seen elsewhere') })
    await engine.client.settings.set({ theme: 'dark' })
    for await (const { topic } of changes) {
      topics.add(topic)
      if (topics.has('records') && topics.has('settings')) break
    }
    const more = await window.client.changes.subscribe()
    const next = more.next()
    window.close()
    await expect(next).rejects.toThrow()
    expect((await engine.client.vault.status()).state).toBe('unlocked')
  })

  it('cost nothing for a window that never reads them', async () => {
    const engine = await place.unlocked()
    const audience = await houseOf(engine.client)
    const deaf = engine.open()
    await Promise.all(Array.from({ length: 20 }, () => deaf.client.changes.subscribe()))
    await Promise.all(
      Array.from({ length: 40 }, (_, n) => engine.client.records.create({ audience, fields: incident(`heard by none ${n}`) })),
    )
    expect(await everyTitle(engine.client, 'heard')).toHaveLength(40)
    expect((await deaf.client.vault.status()).state).toBe('unlocked')
  })
})

describe('an engine that nobody touches', () => {
  const before = process.env['NODE_OPTIONS']

  beforeEach(() => {
    process.env['NODE_OPTIONS'] = `--import ${pathToFileURL(join(import.meta.dirname, '../fixtures/fast-minutes.mjs')).href}`
  })
  afterEach(() => {
    if (before === undefined) delete process.env['NODE_OPTIONS']
    else process.env['NODE_OPTIONS'] = before
  })

  it('asks to be locked after the minutes that were set, and ends with that code; what was saved is there', async () => {
    const engine = await place.start()
    await engine.client.vault.unlock({ passphrase: PASSPHRASE })
    await engine.client.settings.set({ autoLockMinutes: 0 })
    await engine.client.records.create({ audience: await houseOf(engine.client), fields: incident('before the pause') })
    await engine.client.settings.set({ autoLockMinutes: 1 })
    expect(await engine.exit).toBe(EXIT_LOCKED)
    expect(engine.said).toEqual(['ready', 'lock'])
    expect(await problemOf(engine.client.vault.status())).toBeDefined()
    delete process.env['NODE_OPTIONS']
    const again = await place.unlocked()
    expect(await everyTitle(again.client)).toEqual(['before the pause'])
    expect((await again.client.settings.get()).autoLockMinutes).toBe(1)
  })
})
