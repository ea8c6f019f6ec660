import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { NewCard, RecordId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, incident, problemOf } from '../support/engine.ts'
import { eventually } from '../support/eventually.ts'
import { addFile, arrives, chunksIn, sha256 } from '../support/files.ts'
import { Organisations } from '../support/organisations.ts'

const all = Organisations.forThisFile()
const FIELD = 'file:00c0ffee'
const STEP = { 'step:0000000a': { state: 'filed' }, 'evidence:00c0ffee': { step: '0000000a' } }

/** A record of the House with a file of so many random bytes. */
async function cardWithFile(client: Client, card: NewCard, size = 300) {
  const house = await houseOf(client)
  const bytes = randomBytes(size)
  const file = await addFile(client, house, bytes, 'receipt.pdf')
  const fields = { ...card.fields, [FIELD]: file }
  const { recordId } = await client.cards.create({ audience: house, card: { ...card, fields } as NewCard })
  return { house, recordId, file, bytes }
}
const complaint: NewCard = { kind: 'complaint', fields: { title: 'To the authority', ...STEP } }
const readable = async (client: Client, recordId: RecordId, file: Awaited<ReturnType<typeof addFile>>): Promise<string> =>
  sha256(Buffer.from((await client.files.read({ recordId, file, start: 0, length: 1_000 })).data, 'base64'))

describe('a file of a record beside incidents', () => {
  it('is kept with it, read by it, told in its history without a key, and goes with it', async () => {
    const { client } = await all.organisation('Asha')
    const { house, recordId, file, bytes } = await cardWithFile(client, complaint)
    const { fields, heads } = await client.cards.get({ recordId })
    expect(fields).toEqual({ title: 'To the authority', ...STEP, [FIELD]: file })
    expect(await readable(client, recordId, file)).toBe(sha256(bytes))
    expect(await client.files.whereabouts({ recordId, list: file.list })).toMatchObject({ is: 'here' })
    await client.files.viewed({ recordId, file, who: 'JN' })
    expect((await client.files.custody({ sha256: file.sha256 })).map(({ act }) => act)).toEqual(expect.arrayContaining(['added', 'viewed']))
    // Nowhere else, and by no other record's leave.
    const other = await client.cards.create({ audience: house, card: { kind: 'request', fields: { title: 'A lawyer' } } })
    expect(await problemOf(readable(client, other.recordId, file))).toEqual({ code: 'FILE_UNKNOWN' })
    expect(await problemOf(readable(client, recordId, { ...file, size: 7 }))).toEqual({ code: 'FILE_UNKNOWN' })
    // Taken out, and put back by what the history has.
    await client.cards.amend({ recordId, heads, change: { kind: 'complaint', changes: { [FIELD]: null } } })
    expect((await client.cards.get({ recordId })).fields).not.toHaveProperty(FIELD)
    expect(await problemOf(readable(client, recordId, file))).toEqual({ code: 'FILE_UNKNOWN' })
    // On the same heads: two values, of which neither has seen the other.
    const loose = await addFile(client, house, randomBytes(20))
    await client.cards.amend({ recordId, heads, change: { kind: 'complaint', changes: { [FIELD]: loose } } })
    const disputed = await client.cards.get({ recordId })
    expect(disputed.conflicts.flatMap(({ values }) => values.map(({ value }) => value))).toEqual(expect.arrayContaining([loose, null]))
    await client.cards.amend({ recordId, heads: disputed.heads, change: { kind: 'complaint', changes: { [FIELD]: file } } })
    const steps = await client.records.history({ recordId })
    const told = steps.flatMap(({ changes }) => changes.flatMap(({ before, after }) => [before, after]))
    expect(told).toContainEqual(file)
    expect(JSON.stringify([disputed, steps])).not.toContain('"key"')
    expect(await readable(client, recordId, file)).toBe(sha256(bytes))
    await client.records.erase({ recordId })
    await eventually(() => expect(chunksIn(all.dirOf('Asha'))).toEqual([]))
  })

  it('is refused where a person, a coalition or somebody else’s record would have it', async () => {
    const { client } = await all.organisation('Baraka')
    const { house, file } = await cardWithFile(client, complaint)
    const fresh = await addFile(client, house, randomBytes(30))
    const person = { kind: 'person', fields: { pseudonym: 'Neema', [FIELD]: fresh } } as unknown as NewCard
    expect((await problemOf(client.cards.create({ audience: house, card: person }))).code).toBe('BAD_INPUT')
    const { spaceId } = await client.coalitions.found({ name: 'Coast' })
    const there = await addFile(client, spaceId, randomBytes(30))
    for (const each of [fresh, there]) {
      const request = { kind: 'request', fields: { title: 'A lawyer', [FIELD]: each } } as NewCard
      expect(await problemOf(client.cards.create({ audience: spaceId, card: request }))).toEqual({ code: 'NOT_ALLOWED' })
    }
    const { recordId, entryId } = await client.cards.create({ audience: spaceId, card: { kind: 'request', fields: { title: 'A lawyer' } } })
    const change = { kind: 'request' as const, changes: { [FIELD]: there } }
    expect(await problemOf(client.cards.amend({ recordId, heads: [entryId], change }))).toEqual({ code: 'NOT_ALLOWED' })
    // By another of our records in the House it may be named; as it is not, it may not.
    const again = { kind: 'testimony', fields: { title: 'What she told', [FIELD]: file } } as NewCard
    const { recordId: testimony } = await client.cards.create({ audience: house, card: again })
    expect((await client.cards.get({ recordId: testimony })).fields[FIELD]).toEqual(file)
    const lie = { kind: 'note', fields: { title: 'Fridays', [FIELD]: { ...file, sha256: '0'.repeat(64) } } } as NewCard
    expect((await problemOf(client.cards.create({ audience: house, card: lie }))).code).toBe('FILE_UNKNOWN')
    const raid = incident('Raid', { [FIELD]: file })
    expect((await client.records.create({ audience: house, fields: raid })).recordId).toHaveLength(64)
  })

  it('comes from its draft, and stands after the index was built anew', async () => {
    let { client } = await all.organisation('Chipo')
    const house = await houseOf(client)
    const bytes = randomBytes(400)
    const draft = {
      draftId: null,
      kind: 'testimony' as const,
      recordId: null,
      heads: [],
      name: '0'.repeat(31) + '7',
      form: { texts: { title: 'What she told' }, lists: {}, dates: {}, flags: {} },
      names: {},
    }
    const { draftId } = await client.cards.saveDraft(draft)
    const { uploadId } = await client.files.begin({ audience: house, name: 'told.ogg', size: bytes.length, modified: 0 })
    await client.files.piece({ uploadId, at: 0, data: bytes.toString('base64') })
    const file = await client.files.finish({ uploadId, draft: { draftId, field: FIELD } })
    expect((await client.cards.drafts()).map(({ files }) => files.here)).toEqual([{ [FIELD]: file }])
    const card = { kind: 'testimony', fields: { title: 'What she told', [FIELD]: file } } as NewCard
    const { recordId } = await client.cards.create({ audience: house, card, draftId })
    await eventually(async () => expect(await client.cards.drafts()).toEqual([]))
    await all.place.kill()
    rmSync(join(all.dirOf('Chipo'), 'index.db'))
    client = (await all.place.unlocked(all.dirOf('Chipo'))).client
    expect((await client.cards.get({ recordId })).fields[FIELD]).toEqual(file)
    expect(await readable(client, recordId, file)).toBe(sha256(bytes))
  })

  it('is on the other computers of the organisation', async () => {
    const a = await all.organisation('Dalila')
    const b = await all.addComputer(a, 'Laptop')
    const { recordId, file, bytes } = await cardWithFile(a.client, complaint)
    await eventually(async () => expect((await b.client.cards.get({ recordId })).fields[FIELD]).toEqual(file))
    await arrives(b.client, recordId, file.list)
    expect(await readable(b.client, recordId, file)).toBe(sha256(bytes))
  })
})
