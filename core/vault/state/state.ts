import { existsSync, statSync } from 'node:fs'
import { type SecretScope, secretScope } from '../../crypto/secret.ts'
import { ParasolError } from '../../error.ts'
import { rollBack } from '../../sqlcipher.ts'
import { openSealedDatabase } from '../database.ts'
import { explained } from '../fault.ts'
import { type BlobJournalStore, blobJournalStore } from './blob-journal.ts'
import { type CustodyStore, custodyStore } from './custody.ts'
import { type DeviceStore, deviceStore } from './devices.ts'
import { type DraftStore, draftStore } from './drafts.ts'
import { type EpochKeyStore, epochKeyStore } from './epoch-keys.ts'
import { type ForkBranchStore, forkBranchStore } from './fork-branches.ts'
import { type ForkProofStore, forkProofStore } from './fork-proofs.ts'
import { type ImportJournalStore, importJournalStore } from './import-journal.ts'
import { migrate } from './migrations.ts'
import { type OwnHeadStore, ownHeadStore } from './own-heads.ts'
import { type RosterPositionStore, rosterPositionStore } from './roster-positions.ts'
import { type SecretStore, secretStore } from './secrets.ts'
import { type SettingStore, settingStore } from './settings.ts'
import { type SpaceStore, spaceStore } from './spaces.ts'
import { type StageStore, stageStore } from './stages.ts'
import { tableOf } from './table.ts'

export type { ImportRow } from './import-journal.ts'

/** What state.db keeps, by store. Every write is on the disk when it returns, except `ownHeads`. */
export interface State {
  readonly secrets: SecretStore
  readonly devices: DeviceStore
  readonly spaces: SpaceStore
  readonly epochKeys: EpochKeyStore
  readonly rosterPositions: RosterPositionStore
  readonly settings: SettingStore
  readonly drafts: DraftStore
  readonly ownHeads: OwnHeadStore
  readonly invites: StageStore
  readonly pairings: StageStore
  readonly forkProofs: ForkProofStore
  readonly imports: ImportJournalStore
  readonly forkBranches: ForkBranchStore
  readonly blobs: BlobJournalStore
  readonly custody: CustodyStore
  /** All of `work`, or, when it throws, nothing. Inside another transaction it joins that one. `work` must not wait for anything. */
  transaction<T>(work: () => T): T
  /** Closes the file, and zeroes every secret that the stores handed out. */
  close(): void
}

/**
 * Opens state.db and brings it to the newest schema. Throws VAULT_DAMAGED when it is missing, empty, or not opened by the key (it is never
 * made anew here), NEWER_VERSION, DISK_FULL, PROFILE_READ_ONLY. `scope` holds the secrets that the stores hand out.
 */
export function openState(path: string, key: Uint8Array, scope: SecretScope = secretScope()): State {
  // SQLite takes an empty file for a new database, with any key.
  if (!existsSync(path) || statSync(path).size === 0) throw new ParasolError('VAULT_DAMAGED')
  return stateAt(path, key, scope)
}

/** Makes a new, empty state.db. Throws VAULT_EXISTS where there is one, DISK_FULL, PROFILE_READ_ONLY. */
export function createState(path: string, key: Uint8Array): State {
  if (existsSync(path)) throw new ParasolError('VAULT_EXISTS')
  return stateAt(path, key, secretScope())
}

function stateAt(path: string, key: Uint8Array, scope: SecretScope): State {
  const db = openSealedDatabase(path, key)
  try {
    explained(() => migrate(db))
  } catch (error) {
    db.close()
    throw error
  }
  const table = tableOf(db)
  let within = false

  const transaction = <T>(work: () => T): T => {
    if (within) return work()
    within = true
    try {
      table.run('BEGIN IMMEDIATE')
      try {
        const result = work()
        table.run('COMMIT')
        return result
      } catch (error) {
        rollBack(db)
        throw error
      }
    } finally {
      within = false
    }
  }

  const withoutSync = (work: () => void): void => {
    // SQLite refuses the change inside a transaction, and there the commit syncs anyway.
    if (!within) db.exec('PRAGMA synchronous = NORMAL')
    try {
      work()
    } finally {
      if (!within) db.exec('PRAGMA synchronous = FULL')
    }
  }

  return {
    secrets: secretStore(table, scope),
    devices: deviceStore(table, scope, transaction),
    spaces: spaceStore(table),
    epochKeys: epochKeyStore(table, scope),
    rosterPositions: rosterPositionStore(table),
    settings: settingStore(table),
    drafts: draftStore(table),
    ownHeads: ownHeadStore(table, withoutSync),
    invites: stageStore(table, 'invites'),
    pairings: stageStore(table, 'pairings'),
    forkProofs: forkProofStore(table),
    forkBranches: forkBranchStore(table, transaction),
    blobs: blobJournalStore(table, scope, transaction),
    custody: custodyStore(table),
    imports: importJournalStore(table),
    transaction,
    close: () => {
      db.close()
      scope.close()
    },
  }
}
