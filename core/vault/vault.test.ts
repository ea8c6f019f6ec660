import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomBytes, utf8 } from '../crypto/bytes.ts'
import { PWHASH_FLOOR } from '../crypto/pwhash.ts'
import { openSealedDatabase } from './database.ts'
import { openProfile, type Profile } from './profile.ts'
import { COPY_OFFSETS, readSlotFile } from './slot-file.ts'
import { createVault, createVaultAt, hasVault, recover, unlock, type Vault } from './vault.ts'

/** Cheap on purpose: what the floor is for is tested once, by `createVault`. */
const COST = { opslimit: 1, memlimit: 8192 }
const OLD = utf8('the old passphrase of this vault')
const NEW = utf8('une autre phrase, tout à fait')

let root: string
let profile: Profile
let vault: Vault | null
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'parasol-vault-'))
  profile = openProfile(join(root, 'profile'))
  vault = null
})
afterEach(() => {
  vault?.close()
  profile.close()
  rmSync(root, { recursive: true, force: true })
})

const make = async (): Promise<Vault> => {
  vault = await createVaultAt(profile, { organisationName: 'Ndoto', passphrase: OLD }, COST)
  return vault
}
const lock = (): void => {
  vault?.close()
  vault = null
}
const open = async (passphrase: Uint8Array): Promise<Vault> => {
  lock()
  vault = await unlock(profile, passphrase)
  return vault
}
/** Spoils a byte of the slot file. */
function spoil(...offsets: number[]): void {
  const bytes = readFileSync(profile.paths.slots)
  for (const offset of offsets) bytes.writeUInt8(bytes.readUInt8(offset) ^ 1, offset)
  writeFileSync(profile.paths.slots, bytes)
}

describe('creating', () => {
  it("costs at least libsodium's MODERATE, and needs a passphrase that is not weak", async () => {
    await expect(createVault(profile, { organisationName: 'Ndoto', passphrase: utf8('password1234') })).rejects.toThrow(
      'PASSPHRASE_TOO_WEAK',
    )
    expect(hasVault(profile)).toBe(false)
    vault = await createVault(profile, { organisationName: 'Ndoto', passphrase: OLD })
    const { cost } = readSlotFile(profile.paths.slots).table
    expect(cost.opslimit).toBeGreaterThanOrEqual(PWHASH_FLOOR.opslimit)
    expect(cost.memlimit).toBeGreaterThanOrEqual(PWHASH_FLOOR.memlimit)
    await expect(open(NEW)).rejects.toThrow('WRONG_PASSPHRASE')
    expect((await open(OLD)).state.secrets.organisationName()).toBe('Ndoto')
    await expect(createVault(profile, { organisationName: 'Ndoto', passphrase: OLD })).rejects.toThrow('VAULT_EXISTS')
  })

  it('gives the organisation a random seed, one device, and no two vaults the same', async () => {
    const first = await make()
    const words = first.words()
    expect(first.state.devices.list()).toHaveLength(1)
    const other = openProfile(join(root, 'other'))
    const second = await createVaultAt(other, { organisationName: 'Ndoto', passphrase: OLD }, COST)
    expect(second.words()).not.toEqual(words)
    second.close()
    other.close()
  })

  it('of two at once makes one vault, and leaves nothing unfinished', async () => {
    const both = [OLD, NEW].map((passphrase) => createVaultAt(profile, { organisationName: 'Ndoto', passphrase }, COST))
    const done = await Promise.allSettled(both)
    const made = done.filter((one) => one.status === 'fulfilled')
    expect(made).toHaveLength(1)
    expect(done.find((one) => one.status === 'rejected')?.reason).toMatchObject({ code: 'VAULT_EXISTS' })
    for (const one of made) one.value.close()
    expect(readdirSync(profile.paths.dir).filter((name) => name.includes('unfinished'))).toEqual([])
    await open(done[0]?.status === 'fulfilled' ? OLD : NEW)
  })

  it('never writes over anything: a vault, or logs whose slot file is gone', async () => {
    await make()
    await expect(createVaultAt(profile, { organisationName: 'x', passphrase: NEW }, COST)).rejects.toThrow('VAULT_EXISTS')
    lock()
    rmSync(profile.paths.slots)
    expect(() => hasVault(profile)).toThrow('VAULT_DAMAGED')
    await expect(createVaultAt(profile, { organisationName: 'x', passphrase: NEW }, COST)).rejects.toThrow('VAULT_DAMAGED')
    await expect(unlock(profile, OLD)).rejects.toThrow('VAULT_DAMAGED')
    rmSync(profile.paths.state)
    mkdirSync(join(profile.paths.cores, 'db'))
    expect(() => hasVault(profile)).toThrow('VAULT_DAMAGED')
  })
})

describe('unlocking', () => {
  it('finds no vault in a new profile', async () => {
    expect(hasVault(profile)).toBe(false)
    await expect(unlock(profile, OLD)).rejects.toThrow('VAULT_MISSING')
    await expect(recover(profile, 'x', NEW)).rejects.toThrow('VAULT_MISSING')
  })

  it('takes the passphrase only, however its letters are composed', async () => {
    vault = await createVaultAt(profile, { organisationName: 'Ndoto', passphrase: NEW }, COST)
    for (const wrong of ['', 'x', `${NEW} `, NEW.toString().toUpperCase()])
      await expect(open(utf8(wrong))).rejects.toThrow('WRONG_PASSPHRASE')
    await open(utf8(NEW.toString().normalize('NFD')))
  })

  it('mends a copy of the slot file, and says so once', async () => {
    await make()
    spoil(COPY_OFFSETS[0] + 300)
    expect((await open(OLD)).mended).toBe(true)
    expect((await open(OLD)).mended).toBe(false)
  })

  it('is refused where both copies are damaged, or state.db does not belong to the slots', async () => {
    await make()
    lock()
    cpSync(profile.paths.slots, join(root, 'slots'))
    spoil(COPY_OFFSETS[0] + 300, COPY_OFFSETS[1] + 10)
    await expect(unlock(profile, OLD)).rejects.toThrow('VAULT_DAMAGED')
    expect(hasVault(profile)).toBe(true)
    cpSync(join(root, 'slots'), profile.paths.slots)
    const state = readFileSync(profile.paths.state)
    writeFileSync(profile.paths.state, randomBytes(state.byteLength))
    await expect(unlock(profile, OLD)).rejects.toThrow('VAULT_DAMAGED')
    rmSync(profile.paths.state)
    await expect(unlock(profile, OLD)).rejects.toThrow('VAULT_DAMAGED')
    expect(existsSync(profile.paths.state)).toBe(false)
    writeFileSync(profile.paths.state, '')
    await expect(unlock(profile, OLD)).rejects.toThrow('VAULT_DAMAGED')
    writeFileSync(profile.paths.state, state)
    await open(OLD)
  })

  it('gives one key for the index, another for each vault', async () => {
    const key = Buffer.from((await make()).indexKey)
    const db = openSealedDatabase(profile.paths.index, key)
    db.exec('CREATE TABLE t (a)')
    db.close()
    expect((await open(OLD)).indexKey).toEqual(key)
  })
})

describe('the recovery words', () => {
  const three = (words: string[], places = [0, 11, 23]) => places.map((index) => ({ index, word: words[index] ?? '' }))

  it('are shown until three of them were typed', async () => {
    const made = await make()
    const words = made.words()
    expect(words).toHaveLength(24)
    expect(made.wordsToConfirm()).toBe(true)
    const wrong = [
      [],
      three(words, [0, 11]),
      three(words, [0, 0, 0]),
      three(words, [0, 11, 24]),
      three(words, [0, 11, -1]),
      three(words).map(({ index }) => ({ index, word: 'zebra' })),
      three(words).map(({ index, word }) => ({ index: (index + 1) % 24, word })),
    ]
    for (const answers of wrong) expect(() => made.confirmWords(answers)).toThrow('WORDS_NOT_CONFIRMED')
    expect((await open(OLD)).words()).toEqual(words)
    vault?.confirmWords(three(words).map(({ index, word }) => ({ index, word: ` ${word.toUpperCase()} ` })))
    expect(vault?.wordsToConfirm()).toBe(false)
    expect(() => vault?.words()).toThrow('NOT_ALLOWED')
    expect(() => vault?.confirmWords(three(words))).toThrow('NOT_ALLOWED')
    expect((await open(OLD)).wordsToConfirm()).toBe(false)
  })

  it('open the vault and set a new passphrase; the forgotten one opens nothing any more', async () => {
    const words = (await make()).words()
    const device = vault?.state.devices.active()?.deviceId.toString('hex')
    lock()
    vault = await recover(profile, words.map((word, at) => `${at + 1}. ${word.toUpperCase()}`).join('\n'), NEW)
    expect(vault.state.devices.active()?.deviceId.toString('hex')).toBe(device)
    await expect(open(OLD)).rejects.toThrow('WRONG_PASSPHRASE')
    await open(NEW)
    lock()
    vault = await recover(profile, words.join(' '), OLD)
    await open(OLD)
  })

  it('are refused when mistyped, of another vault, or when the new passphrase is weak; nothing changes', async () => {
    const words = (await make()).words()
    lock()
    await expect(recover(profile, words.slice(1).join(' '), NEW)).rejects.toThrow('WORDS_MISTYPED')
    await expect(recover(profile, words.with(2, 'parasol').join(' '), NEW)).rejects.toMatchObject({
      code: 'WORDS_MISTYPED',
      data: { limit: 3 },
    })
    const zoo = [...Array.from({ length: 23 }, () => 'zoo'), 'vote'].join(' ')
    await expect(recover(profile, zoo, NEW)).rejects.toThrow('WRONG_RECOVERY_WORDS')
    await expect(recover(profile, words.join(' '), utf8('aaaaaaaaaaaa'))).rejects.toThrow('PASSPHRASE_TOO_WEAK')
    await open(OLD)
  })
})

describe('changing the passphrase', () => {
  it('puts the new one in the place of the old, with the same salt and cost', async () => {
    await make()
    const before = readSlotFile(profile.paths.slots).table
    await vault?.changePassphrase(OLD, NEW)
    const after = readSlotFile(profile.paths.slots).table
    expect(after).toMatchObject({ salt: before.salt, cost: before.cost })
    expect(after.slots.filter((slot, at) => !slot.equals(before.slots[at] ?? Buffer.alloc(0)))).toHaveLength(1)
    await expect(open(OLD)).rejects.toThrow('WRONG_PASSPHRASE')
    await open(NEW)
  })

  it('asks for the current one, and for a new one that is not weak', async () => {
    await make()
    await expect(vault?.changePassphrase(NEW, OLD)).rejects.toThrow('WRONG_PASSPHRASE')
    await expect(vault?.changePassphrase(OLD, utf8('short'))).rejects.toThrow('PASSPHRASE_TOO_WEAK')
    await open(OLD)
  })

  it('is done one at a time: of two at once the second finds the passphrase changed', async () => {
    const made = await make()
    const both = await Promise.allSettled([
      made.changePassphrase(OLD, NEW),
      made.changePassphrase(OLD, utf8('a third passphrase that is long')),
    ])
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected'])
    await open(NEW)
  })

  it('leaves the recovery words as they are', async () => {
    const words = (await make()).words().join(' ')
    await vault?.changePassphrase(OLD, NEW)
    lock()
    vault = await recover(profile, words, OLD)
  })
})

describe('closing', () => {
  it('zeroes the keys', async () => {
    const made = await make()
    const { indexKey } = made
    const seed = made.state.devices.active()?.seed
    expect(indexKey.some((byte) => byte !== 0)).toBe(true)
    lock()
    expect(indexKey.every((byte) => byte === 0)).toBe(true)
    expect(seed?.every((byte) => byte === 0)).toBe(true)
  })
})
