import { existsSync, readdirSync, renameSync } from 'node:fs'
import { dirname } from 'node:path'
import { randomBytes, zero } from '../crypto/bytes.ts'
import { KDF } from '../crypto/hash.ts'
import { type PwhashCost, pwhash } from '../crypto/pwhash.ts'
import { ParasolError } from '../error.ts'
import { explained } from './fault.ts'
import { commitFile, discardUnfinished, syncFile, syncFolder, unfinished } from './files.ts'
import type { Profile } from './profile.ts'
import { prepareSlotFile } from './slot-file.ts'
import { newTable, passphraseSlotKey, recoverySlotKey, SLOT_COUNT, withSlot } from './slots.ts'
import { createState } from './state/state.ts'

/** How computers are called before anyone names them; the computer's own name often is a person's. */
const FIRST_COMPUTER = 'Computer 1'

/** Whose vault it is: of a new organisation's first computer, or of one that is to join an organisation. */
export type VaultOwner = { organisationName: string } | { computerName: string }

/** The key of state.db. */
export const stateKey = (vaultKey: Uint8Array): Buffer => KDF(vaultKey, 'state-db')
/** The key of index.db. */
export const indexKey = (vaultKey: Uint8Array): Buffer => KDF(vaultKey, 'index-db')

/**
 * Whether the folder has a vault. Finishes or clears away what a creation left that was cut short: the slot file in its place is the
 * moment from which there is a vault. Throws VAULT_DAMAGED where logs or a state.db lie without their slot file.
 */
export function hasVault(profile: Profile): boolean {
  return explained(() => settle(profile))
}

function settle({ paths }: Profile): boolean {
  if (existsSync(paths.slots)) {
    if (!existsSync(paths.state) && existsSync(unfinished(paths.state))) commitFile(paths.state)
    return true
  }
  if (existsSync(paths.state) || readdirSync(paths.cores).length > 0) throw new ParasolError('VAULT_DAMAGED')
  discardUnfinished(paths.slots)
  discardUnfinished(paths.state)
  return false
}

/**
 * Writes a new vault: a random device seed in state.db and a passphrase slot at a random place; for an organisation also its random seed and a
 * recovery slot. A computer that is to join an organisation never has that seed, so no words open its vault.
 * Throws VAULT_EXISTS. Whenever it is cut short, the folder has either no vault, and can be used again, or this whole one.
 * `passphrase` is normalised. Returns the vault key; the caller zeroes it.
 */
export async function writeVault(profile: Profile, passphrase: Uint8Array, owner: VaultOwner, cost: PwhashCost): Promise<Buffer> {
  if (hasVault(profile)) throw new ParasolError('VAULT_EXISTS')
  const { paths } = profile
  const vaultKey = randomBytes(32)
  const organisationSeed = randomBytes(32)
  const [passphrasePlace, recoveryPlace] = twoPlaces()
  const empty = newTable(cost)
  const hashed = await pwhash(passphrase, empty.salt, cost)
  const keys = [hashed, passphraseSlotKey(hashed), recoverySlotKey(organisationSeed, empty.salt), stateKey(vaultKey)] as const
  try {
    // Nothing is awaited from here on: of two creations at once the second finds the vault of the first.
    if (hasVault(profile)) throw new ParasolError('VAULT_EXISTS')
    const state = createState(unfinished(paths.state), keys[3])
    try {
      state.transaction(() => {
        if ('organisationName' in owner) state.secrets.setOrganisationSeed(organisationSeed)
        else state.secrets.setWordsConfirmed()
        state.secrets.setOrganisationName('organisationName' in owner ? owner.organisationName : '')
        state.secrets.setComputerLabel('computerName' in owner ? owner.computerName : FIRST_COMPUTER)
        state.secrets.setSlotPlaces({ passphrase: passphrasePlace, recovery: recoveryPlace })
        state.devices.start()
      })
    } finally {
      state.close()
    }
    syncFile(unfinished(paths.state))
    const withPassphrase = withSlot(empty, passphrasePlace, keys[1], 'passphrase', vaultKey)
    const whole = 'organisationName' in owner ? withSlot(withPassphrase, recoveryPlace, keys[2], 'recovery', vaultKey) : withPassphrase
    prepareSlotFile(paths.slots, whole)
    syncFolder(dirname(paths.slots))
    commitFile(paths.slots)
    renameSync(unfinished(paths.state), paths.state)
    syncFolder(dirname(paths.state))
    return vaultKey
  } catch (error) {
    zero(vaultKey)
    throw error
  } finally {
    zero(organisationSeed)
    for (const key of keys) zero(key)
  }
}

/** Two different random places. 256 is a multiple of the number of slots, so a byte's remainder is even. */
function twoPlaces(): [number, number] {
  for (;;) {
    const [a = 0, b = 0] = randomBytes(2).map((byte) => byte % SLOT_COUNT)
    if (a !== b) return [a, b]
  }
}
