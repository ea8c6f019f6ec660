import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { type EngineChild, everyTitle, incident, problemOf } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { Organisations, pairingAt, writable } from '../support/organisations.ts'

const YEAR_MS = 366 * 24 * 60 * 60 * 1000
const MINUTE_MS = 60_000
const RAID = { what: 'Police at the drop-in centre', area: 'Kibera', needs: [] }

const world = Organisations.forThisFile()
const before = process.env['NODE_OPTIONS']

afterEach(() => {
  delete process.env['PARASOL_TEST_CLOCK_OFF']
  if (before === undefined) delete process.env['NODE_OPTIONS']
  else process.env['NODE_OPTIONS'] = before
})

/** Runs `act` so that engines that it starts have a clock that is off. */
async function withClockOff<T>(off: number, act: () => Promise<T>): Promise<T> {
  process.env['PARASOL_TEST_CLOCK_OFF'] = String(off)
  process.env['NODE_OPTIONS'] = `--import ${pathToFileURL(join(import.meta.dirname, '../fixtures/wrong-clock.mjs')).href}`
  const done = await act()
  delete process.env['NODE_OPTIONS']
  return done
}

const rowsOf = async ({ client }: EngineChild) => (await client.records.list({ limit: 50 })).rows
const savedAt = async (engine: EngineChild, title: string): Promise<number> =>
  Date.parse((await rowsOf(engine)).find((row) => row.title === title)?.savedAt ?? '')

describe('a computer whose clock is wrong', () => {
  it.each([
    ['a year ahead', YEAR_MS],
    ['a year behind', -YEAR_MS],
  ])('by %s is understood all the same: entries, alerts and answers arrive, and no other clock follows', async (_, off) => {
    const [alma, early] = [await world.organisation('Alma'), await world.organisation('Bosko')]
    const spaceId = await world.coalitionOf(alma, early)
    await early.kill()
    const bosko = await withClockOff(off, () => world.place.unlocked(world.dirOf('Bosko')))
    await writable(bosko, spaceId)
    await bosko.client.records.create({ audience: spaceId, fields: incident('by the wrong clock') })
    const { raised } = await bosko.client.alerts.raise({ audiences: [spaceId], fields: RAID })
    const recordId = raised[0]?.recordId
    if (!recordId) throw new Error('the alert was raised')
    await eventually(async () => expect(await everyTitle(alma.client)).toEqual(['by the wrong clock']))
    expect(Math.abs((await savedAt(alma, 'by the wrong clock')) - Date.now() - off)).toBeLessThan(MINUTE_MS)
    // An alert is shown whatever its date, and its answer comes back.
    const { alerts } = await eventually(async () => {
      const found = await alma.client.alerts.list({})
      expect(found.alerts).toHaveLength(1)
      return found
    })
    expect(alerts[0]).toMatchObject({ recordId, stoodDownAt: null })
    await alma.client.alerts.answer({ recordId, answer: 'responding' })
    await eventually(async () => {
      const { answers } = await bosko.client.alerts.get({ recordId })
      expect(answers.map(({ answer }) => answer)).toEqual(['responding'])
    })
    // Hers goes on as it was, also after a restart that reads his entries again.
    await alma.kill()
    const again = await world.place.unlocked(world.dirOf('Alma'))
    await writable(again, spaceId)
    await again.client.records.create({ audience: spaceId, fields: incident('by the right clock') })
    expect(Math.abs((await savedAt(again, 'by the right clock')) - Date.now())).toBeLessThan(MINUTE_MS)
    await eventually(async () => expect((await everyTitle(bosko.client)).toSorted()).toEqual(['by the right clock', 'by the wrong clock']))
  })

  it('is told that its clock may be the reason where an invite looks too old, and lets in by its own invites', async () => {
    const alma = await world.organisation('Alma')
    const { spaceId } = await alma.client.coalitions.found({ name: 'Alliance' })
    const text = (await alma.client.coalitions.invite({ spaceId })).text ?? ''
    const bosko = await withClockOff(YEAR_MS, () => world.organisation('Bosko'))
    expect(await problemOf(bosko.client.coalitions.join({ text }))).toEqual({ code: 'INVITE_EXPIRED' })
    const own = await bosko.client.coalitions.found({ name: 'Harbour' })
    const invite = await bosko.client.coalitions.invite({ spaceId: own.spaceId })
    await alma.client.coalitions.join({ text: invite.text ?? '' })
    const [here, there] = [await pairingAt(bosko.client.coalitions, 'compare'), await pairingAt(alma.client.coalitions, 'compare')]
    await Promise.all([
      bosko.client.coalitions.confirm({ pairingId: here.pairingId, same: true }),
      alma.client.coalitions.confirm({ pairingId: there.pairingId, same: true }),
    ])
    await writable(alma, own.spaceId)
  })
})
