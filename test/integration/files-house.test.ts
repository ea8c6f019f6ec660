import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../support/eventually.ts'
import { arrives, chunksIn, incidentWithFile, MIB, sha256 } from '../support/files.ts'
import { Organisations } from '../support/organisations.ts'

const all = Organisations.forThisFile()

describe('two computers of one organisation', () => {
  it('have every file of a record by themselves, go on where it was cut, and erase it together', async () => {
    const a = await all.organisation('Asha')
    let b = await all.addComputer(a, 'Laptop')
    const { recordId, file, bytes } = await incidentWithFile(a.client, 'Raid', 24 * MIB + 5)
    // Cut as soon as some of it is there.
    await eventually(async () => expect((await b.client.files.whereabouts({ recordId, list: file.list })).received).toBeGreaterThan(0))
    await b.kill()
    const before = chunksIn(all.dirOf('Laptop'))
    expect(before.length).toBeGreaterThan(1)
    b = await all.place.unlocked(all.dirOf('Laptop'))
    await arrives(b.client, recordId, file.list)
    expect(chunksIn(all.dirOf('Laptop'))).toEqual(chunksIn(all.dirOf('Asha')))
    const dir = join(all.place.root, 'out')
    const { mkdirSync } = await import('node:fs')
    mkdirSync(dir)
    for await (const _ of await b.client.files.save({ recordId, file, dir })) void _
    expect(sha256(readFileSync(join(dir, 'raid.bin')))).toBe(sha256(bytes))
    // What was taken off stays with its history; what is erased goes from both.
    const { heads } = await b.client.records.get({ recordId })
    await b.client.records.amend({ recordId, heads, changes: { 'file:00c0ffee': null } })
    await eventually(async () => expect((await a.client.records.get({ recordId })).fields).not.toHaveProperty('file:00c0ffee'))
    expect(chunksIn(all.dirOf('Laptop'))).toHaveLength(26)
    await b.client.records.erase({ recordId })
    await eventually(() => expect([chunksIn(all.dirOf('Asha')), chunksIn(all.dirOf('Laptop'))]).toEqual([[], []]))
  })
})
