import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomBytes, utf8 } from '../crypto/bytes.ts'
import { pwhash } from '../crypto/pwhash.ts'
import { wordsToSeed } from '../crypto/words.ts'
import { openSealedDatabase } from './database.ts'
import { openProfile } from './profile.ts'
import { readSlotFile } from './slot-file.ts'
import { openSlot, passphraseSlotKey } from './slots.ts'
import { createVaultAt } from './vault.ts'

const COST = { opslimit: 1, memlimit: 8192 }
const OLD = 'the old passphrase of this vault'
const NEW = 'quite another passphrase from now on'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parasol-secrecy-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

/** The forms in which bytes might have got into a file: as they are, in UTF-16, hexadecimal, and base64 at each of its three alignments. */
function formsOf(bytes: Buffer): Map<string, Buffer> {
  const hex = bytes.toString('hex')
  const forms = new Map<string, Buffer>([
    ['raw', bytes],
    ['hexadecimal', Buffer.from(hex)],
    ['upper hexadecimal', Buffer.from(hex.toUpperCase())],
  ])
  const text = bytes.toString('utf8')
  if (Buffer.from(text).equals(bytes)) forms.set('UTF-16', Buffer.from(text, 'utf16le'))
  for (const shift of [0, 1, 2]) {
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    // The first and last characters depend on the neighbours.
    forms.set(`base64 at ${shift}`, Buffer.from(encoded.slice(shift === 0 ? 0 : 4, -4)))
  }
  return forms
}

function search(dir: string, secrets: Record<string, Buffer>): string[] {
  const files = readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(dir, name)).isFile())
  expect(files.length).toBeGreaterThan(3)
  return files.flatMap((file) => {
    const content = readFileSync(join(dir, file))
    return Object.entries(secrets).flatMap(([name, bytes]) =>
      [...formsOf(bytes)].flatMap(([form, sought]) => (content.includes(sought) ? [`${file}: ${name} (${form})`] : [])),
    )
  })
}

describe('a profile folder', () => {
  it('has no secret in any file and any form: while open, as a crash leaves it, and when closed', async () => {
    const dir = join(root, 'profile')
    const profile = openProfile(dir)
    const vault = await createVaultAt(profile, { organisationName: 'Ndoto ya Mwavuli', passphrase: utf8(OLD) }, COST)
    const { state } = vault
    const words = vault.words()
    const epochKey = randomBytes(32)
    const fact = utf8('what is known of a coalition')
    const draft = utf8('The raid on Saturday night')
    const spaceId = randomBytes(32)
    state.spaces.put({ spaceId, kind: 'coalition', name: 'Coalition of the Lake' })
    state.spaces.putFact(spaceId, 'founder', fact)
    state.epochKeys.put(spaceId, { ring: 2, epochId: randomBytes(32), key: epochKey })
    state.drafts.put({ draftId: 'd', value: { title: draft.toString() }, updatedAt: '2026-01-01' })
    state.settings.put('bootstrap', ['dht.example.org:49737'])
    state.invites.put({ id: 'invite', state: 'open', value: fact })
    await vault.changePassphrase(utf8(OLD), utf8(NEW))
    const index = openSealedDatabase(profile.paths.index, vault.indexKey)
    index.exec('CREATE TABLE t (a)')
    index.prepare('INSERT INTO t VALUES (?)').run([draft.toString()])

    const { table } = readSlotFile(profile.paths.slots)
    const hashed = await pwhash(utf8(NEW), table.salt, table.cost)
    const slotKey = passphraseSlotKey(hashed)
    const vaultKey = openSlot(table, slotKey)?.vaultKey
    if (!vaultKey) throw new Error('the slot opens')
    const secrets = {
      'old passphrase': utf8(OLD),
      'new passphrase': utf8(NEW),
      words: utf8(words.join(' ')),
      'some words': utf8(words.slice(3, 7).join(' ')),
      'organisation seed': wordsToSeed(words.join(' ')),
      'device seed': Buffer.from(state.devices.active()?.seed ?? []),
      'epoch key': epochKey,
      'vault key': vaultKey,
      'index key': Buffer.from(vault.indexKey),
      'hashed passphrase': hashed,
      'slot key': slotKey,
      'organisation name': utf8('Ndoto ya Mwavuli'),
      'space name': utf8('Coalition of the Lake'),
      fact,
      draft,
      bootstrap: utf8('dht.example.org'),
    }
    for (const bytes of Object.values(secrets)) expect(bytes.byteLength).toBeGreaterThanOrEqual(15)

    // As it lies on the disk at this moment, write-ahead logs included: what a pulled plug leaves.
    cpSync(dir, join(root, 'crashed'), { recursive: true })
    expect(search(join(root, 'crashed'), secrets)).toEqual([])
    index.close()
    vault.close()
    profile.close()
    expect(search(dir, secrets)).toEqual([])
  })

  it('would be found out: the search sees every form', () => {
    const dir = join(root, 'open')
    const profile = openProfile(dir)
    const secret = utf8('a secret of some length')
    cpSync(join(dir, 'parasol.json'), join(dir, 'spare'))
    profile.close()
    for (const form of formsOf(secret).values()) {
      const file = join(dir, 'leak')
      writeFileSync(file, Buffer.concat([randomBytes(100), form, randomBytes(100)]))
      expect(search(dir, { secret }).length).toBeGreaterThan(0)
      rmSync(file)
    }
  })
})
