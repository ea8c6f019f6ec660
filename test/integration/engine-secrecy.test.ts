import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { utf8 } from '../../core/crypto/bytes.ts'
import type { SpaceId } from '../../core/engine/contract/index.ts'
import { openProfile } from '../../core/vault/profile.ts'
import { unlock } from '../../core/vault/vault.ts'
import { type Client, incident, makePlace, type Place } from '../support/engine.ts'
import { formsOfBytes, formsOfText, scanFolder } from '../support/scan.ts'

/** Long enough that none turns up by chance, in any form. */
const WORDS = {
  organisation: 'Kariokór Umbrella Sisters',
  passphrase: 'marzipan gondola wrench thicket seven',
  nextPassphrase: 'velvet anchor pebble orchid nineteen',
  title: 'Razzia at the Möwenstraße',
  area: 'Düsseldorf Golzheim',
  narrative: 'Émigrée beaten behind the façade, naïve witness',
  amended: 'corrected by the coördinator',
  draft: 'unfinished señorita sentence',
  search: 'looking for garçonnière',
  erased: 'withdrawn testimony of Zoë',
  coalition: 'Çoalition of the Lake',
  fileName: 'vertraulich-fälle.csv',
  header: 'Beschreibung',
  cell: 'Straßenstrich geräumt',
  other: 'Nebenspalte übrig',
  pseudonym: 'Kestrel of the Overpass',
  realName: 'Wilhelmina Quandt-Österreich',
  contact: 'reach her by the Naïve Café',
  exactPlace: '14 Umbrella Läne, third door',
}

let place: Place

beforeEach(async () => {
  place = await makePlace()
})
afterEach(() => place.clear())

async function bringIn(client: Client, audience: SpaceId): Promise<void> {
  const bytes = utf8(`${WORDS.header},Datum,Rest\n"${WORDS.cell}",2026-03-01,"${WORDS.other}"\n`)
  const { importId } = await client.imports.begin({ fileName: WORDS.fileName, bytes: bytes.byteLength })
  await client.imports.chunk({ importId, data: bytes.toString('base64') })
  const { choice } = await client.imports.read({ importId })
  const mapping = { title: 0, date: 1, area: [], narrative: [], fields: [], dateOrder: 'dmy' as const, keepOthers: true }
  await client.imports.check({ importId, choice, mapping, audience })
  for await (const { finished } of await client.imports.run({ importId, choice, mapping, audience })) if (finished) break
  expect(await client.imports.report({ importId, offset: 0, limit: 10 })).toMatchObject({ saved: 1 })
}

/** A whole session; resolves to its recovery words. */
async function session(client: Client): Promise<string[]> {
  await client.vault.create({ organisationName: WORDS.organisation, passphrase: WORDS.passphrase })
  const { words } = await client.vault.words()
  await client.vault.confirmWords({ answers: [0, 9, 20].map((index) => ({ index, word: words[index] ?? '' })) })
  const audience = (await client.organisation.get()).houseId
  const { title, area, narrative } = WORDS
  const { recordId, entryId } = await client.records.create({
    audience,
    fields: incident(title, { area, narrative, types: ['raid-home'] }),
  })
  await client.records.amend({ recordId, heads: [entryId], changes: { narrative: WORDS.amended } })
  await client.records.create({ audience, fields: incident('an exact place'), place: WORDS.exactPlace })
  const identity = { name: WORDS.realName, contact: WORDS.contact, notes: '' }
  const card = { kind: 'person' as const, fields: { pseudonym: WORDS.pseudonym } }
  const person = await client.cards.create({ audience, card, identity })
  expect(await client.cards.reveal({ recordId: person.recordId })).toEqual(identity)
  const erased = await client.records.create({ audience, fields: incident(WORDS.erased) })
  await client.records.erase({ recordId: erased.recordId })
  const draft = { title: '', types: [], date: '', time: '', about: false, area: '', narrative: WORDS.draft }
  await client.drafts.save({ draftId: null, recordId: null, heads: [], audience, fields: draft })
  const { spaceId } = await client.coalitions.found({ name: WORDS.coalition })
  await client.records.create({ audience: spaceId, fields: incident(`${title} for all`) })
  await bringIn(client, audience)
  expect((await client.records.list({ text: 'emigree' })).rows).toHaveLength(0)
  expect((await client.records.list({ text: 'mowenstra' })).rows).toHaveLength(2)
  await client.records.list({ text: WORDS.search })
  let exported = ''
  for await (const { text } of await client.exports.csv({})) exported += text
  expect(exported).toContain(WORDS.cell)
  await client.vault.changePassphrase({ current: WORDS.passphrase, next: WORDS.nextPassphrase })
  return words
}

/** Every seed and key that the vault holds, read through the vault's own code. Nothing else has the profile open then. */
async function keysOf(profileDir: string): Promise<Map<string, Buffer[]>> {
  const profile = openProfile(profileDir)
  const keys = new Map<string, Buffer[]>()
  try {
    const vault = await unlock(profile, utf8(WORDS.nextPassphrase))
    const { secrets, devices, spaces, epochKeys } = vault.state
    const keep = (name: string, key: Buffer | null) => key && keys.set(name, formsOfBytes(Buffer.from(key)))
    keep('index key', vault.indexKey)
    keep('organisation seed', secrets.organisationSeed())
    for (const { seed } of devices.list()) keep('device seed', seed)
    for (const { spaceId } of spaces.list())
      for (const { ring, epochId, key } of epochKeys.list(spaceId)) keep(`epoch key ${ring} ${epochId.toString('hex')}`, key)
    vault.close()
  } finally {
    profile.close()
  }
  return keys
}

it('leaves no known word, passphrase, recovery word, seed or key in any file of the profile', async () => {
  const engine = await place.start()
  const recovery = await session(engine.client)
  // As it lies there while all is open, write-ahead logs included: what a thief of the running computer's disk has.
  const open = join(place.root, 'open')
  await cp(place.profile, open, { recursive: true })
  await engine.kill()
  // Once more through an unlock, which folds the write-ahead logs in.
  const again = await place.start()
  await again.client.vault.unlock({ passphrase: WORDS.nextPassphrase })
  await again.kill()

  const keys = await keysOf(place.profile)
  expect(keys.size).toBeGreaterThanOrEqual(5)
  const needles = new Map<string, Buffer[]>([
    ...Object.entries(WORDS).map(([name, text]): [string, Buffer[]] => [name, formsOfText(text)]),
    ...keys,
  ])
  for (const text of ['Möwenstraße', 'Golzheim', 'señorita', 'garçonnière', 'vertraulich', 'Straßenstrich', 'Kariokór']) {
    needles.set(text, formsOfText(text))
  }
  // Single words of the list are short and would turn up by chance; three in a row do not.
  for (let i = 0; i + 3 <= recovery.length; i += 1) {
    const three = recovery.slice(i, i + 3)
    for (const between of [' ', '\n', ',', '","'])
      needles.set(`recovery words ${i} ${JSON.stringify(between)}`, formsOfText(three.join(between)))
  }
  for (const folder of [open, place.profile]) {
    const { hits, files, bytes } = await scanFolder(folder, needles)
    expect(hits).toEqual([])
    expect(files).toBeGreaterThan(5)
    expect(bytes).toBeGreaterThan(50_000)
  }
  // The scan would have found them.
  const [, seed] = [...keys].find(([name]) => name === 'organisation seed') ?? []
  await writeFile(join(open, 'cores', 'planted'), Buffer.concat([utf8('x'), utf8(WORDS.cell), seed?.[0] ?? Buffer.alloc(0)]))
  const found = (await scanFolder(open, needles)).hits.map((hit) => hit.slice(open.length))
  expect(found.toSorted()).toEqual(['/cores/planted: Straßenstrich', '/cores/planted: cell', '/cores/planted: organisation seed'])
})
