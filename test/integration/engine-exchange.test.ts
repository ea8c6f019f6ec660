import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ImportId, Mapping, SpaceId, TableChoice } from '../../core/engine/contract/index.ts'
import { type Client, everyTitle, houseOf, makePlace, makeVault, type Place, problemOf } from '../support/engine.ts'

const ROWS = 5_000
const CHUNK = 256 * 1024

let place: Place
let client: Client
let audience: SpaceId

beforeEach(async () => {
  place = await makePlace()
  await makeVault(place.profile)
  client = (await place.unlocked()).client
  audience = await houseOf(client)
})
afterEach(() => place.clear())

const titleOf = (n: number): string => `Row ${n}: "quoted", naïve; and long`

/** A table with the usual mess: quotes, line breaks in cells, accents, a formula. */
function table(rows: number): Buffer {
  const cell = (text: string) => `"${text.replaceAll('"', '""')}"`
  const lines = Array.from({ length: rows }, (_, n) =>
    [
      titleOf(n),
      `2024-${String((n % 12) + 1).padStart(2, '0')}-${String((n % 28) + 1).padStart(2, '0')}`,
      'Düsseldorf',
      `=text ${n}\nsecond line`,
    ]
      .map(cell)
      .join(','),
  )
  return Buffer.from(['Title,Date,Area,Narrative', ...lines].join('\r\n'))
}

async function upload(bytes: Buffer): Promise<ImportId> {
  const { importId } = await client.imports.begin({ fileName: 'generated.csv', bytes: bytes.byteLength })
  for (let at = 0; at < bytes.byteLength; at += CHUNK)
    await client.imports.chunk({ importId, data: bytes.subarray(at, at + CHUNK).toString('base64') })
  return importId
}

/** What the report says of every row, page by page. */
async function reportOf(importId: ImportId) {
  const first = await client.imports.report({ importId, offset: 0, limit: 200 })
  const rows = [...first.rows]
  while (rows.length < first.total) rows.push(...(await client.imports.report({ importId, offset: rows.length, limit: 200 })).rows)
  return { ...first, rows }
}

describe('a file of 5,000 rows', () => {
  it('stops where it is told to, says truly what is in, and goes on from there; what leaves is what came', async () => {
    const importId = await upload(table(ROWS))
    const { guess, choice, rows } = await client.imports.read({ importId })
    expect(rows).toBe(ROWS)
    expect(guess).toMatchObject({ title: 0, date: 1, area: [2], narrative: [3] })
    expect(await client.imports.check({ importId, choice, mapping: guess, audience })).toMatchObject({ taken: ROWS, skipped: 0 })
    expect((await client.records.count({})).all).toBe(0)

    const stop = new AbortController()
    const events = await client.imports.run({ importId, choice, mapping: guess, audience }, { signal: stop.signal })
    for await (const { done } of events) if (done >= 1_000) break
    stop.abort()
    // The batch under way when it was told to stop is still saved: a run that is let in is after it.
    const again = await runAgain(importId, choice, guess)
    const done = [again.first.done]
    let last = again.first
    for await (const progress of again.rest) {
      last = progress
      done.push(progress.done)
    }
    expect(done[0]).toBeGreaterThanOrEqual(1_000)
    expect(done[0]).toBeLessThan(ROWS)
    expect(done).toEqual(done.toSorted((a, b) => a - b))
    expect(last).toEqual({ done: ROWS, total: ROWS, finished: true, cancelled: false })

    const report = await reportOf(importId)
    expect([report.saved, report.skipped, report.rows.length]).toEqual([ROWS, 0, ROWS])
    expect(new Set(report.rows.map(({ recordId }) => recordId)).size).toBe(ROWS)
    const expected = Array.from({ length: ROWS }, (_, n) => titleOf(n)).toSorted()
    expect((await everyTitle(client)).toSorted()).toEqual(expected)
    expect((await client.records.count({ text: 'naive' })).matching).toBe(ROWS)

    let csv = ''
    for await (const { text } of await client.exports.csv({})) csv += text
    expect(csv.startsWith('\ufeff')).toBe(true)
    expect(await client.exports.preview({})).toMatchObject({ records: ROWS, partnerRecords: 0 })
    const back = await upload(Buffer.from(csv))
    expect((await client.imports.read({ importId: back })).rows).toBe(ROWS)
  })

  it('and a report of an import that was cancelled names exactly the records that are in the log', async () => {
    const importId = await upload(table(2_000))
    const { guess, choice } = await client.imports.read({ importId })
    for await (const { done } of await client.imports.run({ importId, choice, mapping: guess, audience })) if (done >= 300) break
    // Let in again only when the stopped run is over, and stopped again at once.
    const { rest } = await runAgain(importId, choice, guess)
    await rest.return?.()
    await retry(async () => {
      const { saved } = await client.imports.report({ importId, offset: 0, limit: 1 })
      if ((await client.records.count({})).all !== saved) throw new Error('a batch is under way')
    })
    const { rows, saved } = await reportOf(importId)
    expect(saved).toBeGreaterThanOrEqual(300)
    for (const { title, recordId } of rows.filter(({ recordId: id }) => id !== null).slice(0, 20)) {
      if (recordId) expect((await client.records.get({ recordId })).fields.title).toBe(title)
    }
    await client.imports.close({ importId })
    expect(await problemOf(client.imports.report({ importId, offset: 0, limit: 1 }))).toEqual({ code: 'IMPORT_NOT_FOUND' })
  })
})

/** Starts a run after one that was stopped: refused, by name, until the batch under way is in. */
async function runAgain(importId: ImportId, choice: TableChoice, mapping: Mapping) {
  return retry(async () => {
    const rest = await client.imports.run({ importId, choice, mapping, audience })
    try {
      const first = await rest.next()
      if (first.done) throw new Error('a run says at least one thing')
      return { first: first.value, rest }
    } catch (error) {
      expect(error).toMatchObject({ code: 'BAD_INPUT', data: { field: 'running' } })
      throw error
    }
  })
}

/** Tries again for as long as it is refused: each try is answered by the engine, so this waits for it and not for time. */
async function retry<T>(act: () => Promise<T>): Promise<T> {
  for (let left = 200; ; left -= 1) {
    try {
      return await act()
    } catch (error) {
      if (left === 0) throw error
    }
  }
}
