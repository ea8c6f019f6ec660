import { zero } from '../crypto/bytes.ts'
import { type PwhashCost, pwhash } from '../crypto/pwhash.ts'
import { forget, type SecretScope, secretScope } from '../crypto/secret.ts'
import { seedToWords, splitWords, WORD_COUNT, WordsError, wordsToSeed } from '../crypto/words.ts'
import { ParasolError } from '../error.ts'
import { calibrate } from './calibrate.ts'
import { hasVault, indexKey, stateKey, type VaultOwner, writeVault } from './create.ts'
import { explain } from './fault.ts'
import { normalised, requireStrong } from './passphrase.ts'
import type { Profile } from './profile.ts'
import { overwriteSlotFile, type ReadSlots, readSlotFile } from './slot-file.ts'
import { openSlot, passphraseSlotKey, recoverySlotKey, type SlotTable, withSlot } from './slots.ts'
import { openState, type State } from './state/state.ts'

/** How many of the recovery words are asked back. */
const WORDS_ASKED = 3

/** An open vault. Everything it hands out is zeroed by `close`. */
export interface Vault {
  readonly state: State
  /** The key of index.db, for `openSealedDatabase`. */
  readonly indexKey: Buffer
  /** A damaged copy of the slot file was mended from the other when this vault was opened. */
  readonly mended: boolean
  /** Whether the recovery words were not confirmed yet. */
  wordsToConfirm(): boolean
  /** The 24 recovery words. Throws NOT_ALLOWED once they are confirmed. */
  words(): string[]
  /** Takes three words at different places (0-based) as proof that they were written down. Throws WORDS_NOT_CONFIRMED. */
  confirmWords(answers: readonly { index: number; word: string }[]): void
  /**
   * Puts a new passphrase in the place of the current one, in both copies of the slot file. Throws WRONG_PASSPHRASE, PASSPHRASE_TOO_WEAK.
   * Cut short at any moment, one of the two opens the vault.
   */
  changePassphrase(current: Uint8Array, next: Uint8Array): Promise<void>
  close(): void
}

export type NewVault = VaultOwner & {
  /** UTF-8. The caller zeroes it. */
  passphrase: Uint8Array
}

export { hasVault } from './create.ts'

/**
 * Makes a vault in a profile that has none and opens it. Takes about two seconds: Argon2id is first measured on this computer, never under
 * libsodium's MODERATE. Throws VAULT_EXISTS, PASSPHRASE_TOO_WEAK, VAULT_DAMAGED, DISK_FULL, PROFILE_READ_ONLY.
 */
export async function createVault(profile: Profile, owner: NewVault): Promise<Vault> {
  if (hasVault(profile)) throw new ParasolError('VAULT_EXISTS')
  await requireStrong(owner.passphrase, ['organisationName' in owner ? owner.organisationName : owner.computerName])
  return createVaultAt(profile, owner, await calibrate())
}

/** `createVault` at a given cost and without asking for strength: for tests, which would take minutes otherwise. */
export function createVaultAt(profile: Profile, owner: NewVault, cost: PwhashCost): Promise<Vault> {
  return guarded(async () => {
    const bytes = normalised(owner.passphrase)
    try {
      return openVault(profile, await writeVault(profile, bytes, owner, cost), false)
    } finally {
      zero(bytes)
    }
  })
}

/** Opens the vault. Throws WRONG_PASSPHRASE, VAULT_MISSING, VAULT_DAMAGED, NEWER_VERSION. */
export function unlock(profile: Profile, passphrase: Uint8Array): Promise<Vault> {
  return guarded(async () => {
    const { table, mended } = readSlots(profile)
    return openVault(profile, await vaultKeyBy(table, passphrase), mended)
  })
}

/**
 * Opens the vault by its recovery words, as a person types them, and sets a new passphrase in the place of the forgotten one.
 * Throws WORDS_MISTYPED (with the number of the first wrong word as `limit`, from 1), WRONG_RECOVERY_WORDS, PASSPHRASE_TOO_WEAK, VAULT_MISSING, VAULT_DAMAGED.
 */
export function recover(profile: Profile, words: string, newPassphrase: Uint8Array): Promise<Vault> {
  return guarded(async () => {
    const { table, mended } = readSlots(profile)
    const seed = seedOf(words)
    const key = recoverySlotKey(seed, table.salt)
    zero(seed)
    const opened = openSlot(table, key)
    zero(key)
    if (opened?.kind !== 'recovery') throw new ParasolError('WRONG_RECOVERY_WORDS')
    const vault = openVault(profile, Buffer.from(opened.vaultKey), mended)
    try {
      await requireStrong(newPassphrase, [vault.state.secrets.organisationName()])
      await replacePassphrase(profile, table, vault.state, newPassphrase, opened.vaultKey)
      return vault
    } catch (error) {
      vault.close()
      throw error
    } finally {
      zero(opened.vaultKey)
    }
  })
}

function openVault(profile: Profile, vaultKey: Buffer, mended: boolean): Vault {
  const scope = secretScope()
  scope.keep(vaultKey)
  try {
    const key = stateKey(vaultKey)
    const state = openState(profile.paths.state, key, scope)
    zero(key)
    return vaultOver(profile, state, vaultKey, scope, mended)
  } catch (error) {
    scope.close()
    throw error
  }
}

function vaultOver(profile: Profile, state: State, vaultKey: Buffer, scope: SecretScope, mended: boolean): Vault {
  const { secrets } = state
  // One change at a time: the second would put its slot into a table that the first has replaced.
  let changing: Promise<unknown> = Promise.resolve()

  const words = (): string[] => {
    const seed = secrets.wordsConfirmed() ? null : secrets.organisationSeed()
    if (!seed) throw new ParasolError('NOT_ALLOWED')
    const list = seedToWords(seed)
    forget(seed)
    return list
  }

  const change = async (current: Uint8Array, next: Uint8Array): Promise<void> => {
    const { table } = readSlots(profile)
    zero(await vaultKeyBy(table, current))
    await requireStrong(next, [secrets.organisationName()])
    await replacePassphrase(profile, table, state, next, vaultKey)
  }

  return {
    state,
    indexKey: scope.keep(indexKey(vaultKey)),
    mended,
    wordsToConfirm: () => !secrets.wordsConfirmed(),
    words,
    confirmWords: (answers) => {
      const right = words()
      const places = new Set(answers.map(({ index }) => index))
      const fit = answers.every(({ index, word }) => index >= 0 && index < WORD_COUNT && splitWords(word).join(' ') === right[index])
      if (places.size !== WORDS_ASKED || !fit) throw new ParasolError('WORDS_NOT_CONFIRMED')
      secrets.setWordsConfirmed()
    },
    changePassphrase: (current, next) => {
      const turn = changing.then(() => guarded(() => change(current, next)))
      changing = turn.catch(() => undefined)
      return turn
    },
    close: () => state.close(),
  }
}

function readSlots(profile: Profile): ReadSlots {
  if (!hasVault(profile)) throw new ParasolError('VAULT_MISSING')
  return readSlotFile(profile.paths.slots)
}

/** One run of Argon2id, whatever the number of slots. */
async function passphraseKey(table: SlotTable, passphrase: Uint8Array): Promise<Buffer> {
  const bytes = normalised(passphrase)
  try {
    const hashed = await pwhash(bytes, table.salt, table.cost)
    const key = passphraseSlotKey(hashed)
    zero(hashed)
    return key
  } finally {
    zero(bytes)
  }
}

async function vaultKeyBy(table: SlotTable, passphrase: Uint8Array): Promise<Buffer> {
  const key = await passphraseKey(table, passphrase)
  const opened = openSlot(table, key)
  zero(key)
  if (opened?.kind !== 'passphrase') throw new ParasolError('WRONG_PASSPHRASE')
  return opened.vaultKey
}

async function replacePassphrase(profile: Profile, table: SlotTable, state: State, next: Uint8Array, vaultKey: Uint8Array): Promise<void> {
  const key = await passphraseKey(table, next)
  try {
    overwriteSlotFile(profile.paths.slots, withSlot(table, state.secrets.slotPlaces().passphrase, key, 'passphrase', vaultKey))
  } finally {
    zero(key)
  }
}

function seedOf(words: string): Buffer {
  try {
    return wordsToSeed(words)
  } catch (error) {
    if (!(error instanceof WordsError)) throw error
    throw new ParasolError('WORDS_MISTYPED', error.index === null ? undefined : { limit: error.index + 1 })
  }
}

async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw explain(error)
  }
}
