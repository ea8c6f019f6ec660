import { dirname, join } from 'node:path'
import { toHex, utf8 } from '../../core/crypto/bytes.ts'
import { Changes } from '../../core/engine/changes.ts'
import { organisationIdSchema, type SpaceId, spaceIdSchema } from '../../core/engine/contract/index.ts'
import { authorIn } from '../../core/engine/services/authors.ts'
import { Opener } from '../../core/engine/services/opener.ts'
import { Projector } from '../../core/engine/services/projector.ts'
import { RecordWriter } from '../../core/engine/services/record-writer.ts'
import { SettingsService } from '../../core/engine/services/settings.ts'
import { Spaces } from '../../core/engine/services/spaces.ts'
import { type Index, openIndex, removeIndex } from '../../core/index/index.ts'
import { LogStore } from '../../core/log/store.ts'
import { openProfile } from '../../core/vault/profile.ts'
import { createVault, unlock, type Vault } from '../../core/vault/vault.ts'
import { ENTRY, ORGANISATION, PASSPHRASE } from '../support/engine.ts'
import { MadeUpLog } from './log.ts'

/** What opens entries early, with the worker that a person has. */
export const openerAs = (house: SpaceId): Opener =>
  new Opener(house, undefined, ENTRY.endsWith('.ts') ? undefined : join(dirname(ENTRY), 'opener-worker.js'))

/** Vault, log and House of a profile, opened as the engine opens them, but without its index. The process ends with it. */
export class BenchHouse {
  readonly log: MadeUpLog
  readonly store: LogStore
  readonly spaces: Spaces
  private readonly vault: Vault
  private readonly indexPath: string

  private constructor(vault: Vault, store: LogStore, spaces: Spaces, indexPath: string) {
    this.vault = vault
    this.store = store
    this.spaces = spaces
    this.indexPath = indexPath
    const house = spaceIdSchema.parse(toHex(spaces.house.id))
    this.log = new MadeUpLog(house, organisationIdSchema.parse(toHex(spaces.house.organisationKey)))
  }

  static async create(profileDir: string): Promise<BenchHouse> {
    const profile = openProfile(profileDir)
    const vault = await createVault(profile, { organisationName: ORGANISATION, passphrase: utf8(PASSPHRASE) })
    // As a person does right after; until then the first screen asks for them.
    const words = vault.words()
    vault.confirmWords([0, 1, 2].map((index) => ({ index, word: words[index] ?? '' })))
    // A bench that scrolls for minutes presses no key.
    new SettingsService(vault.state).set({ autoLockMinutes: 0 })
    return BenchHouse.begin(vault, profile.paths)
  }

  static async open(profileDir: string): Promise<BenchHouse> {
    const profile = openProfile(profileDir)
    return BenchHouse.begin(await unlock(profile, utf8(PASSPHRASE)), profile.paths)
  }

  private static async begin(vault: Vault, paths: { cores: string; index: string }): Promise<BenchHouse> {
    const { state } = vault
    const organisationSeed = state.secrets.organisationSeed()
    const device = state.devices.active()
    if (!organisationSeed || !device) throw new Error('the profile has no organisation')
    const store = await LogStore.open(paths.cores)
    const identity = { organisationSeed, deviceSeed: device.seed, organisationName: state.secrets.organisationName() }
    const spaces = new Spaces(state, store, identity, Date.now)
    await spaces.load()
    return new BenchHouse(vault, store, spaces, paths.index)
  }

  /** Opens the index as it lies there. It stays open, and the projector tidies it, until the process ends. */
  index(): { index: Index; projector: Projector } {
    const { spaces } = this
    const index = openIndex(this.indexPath, this.vault.indexKey, {
      house: spaceIdSchema.parse(toHex(spaces.house.id)),
      ownIn: (space) => spaces.ownIn(space),
      author: (space, organisation) => authorIn(spaces, space, organisation),
    })
    return {
      index,
      projector: new Projector(index, new Changes(), openerAs(spaceIdSchema.parse(toHex(spaces.house.id)))),
    }
  }

  /** Deletes the index, so that `index` begins an empty one. */
  remove(): void {
    removeIndex(this.indexPath)
  }

  /** Writes entries into the House and the index as the engine does, a synced batch at a time. */
  writer(projector: Projector): RecordWriter {
    return new RecordWriter(this.spaces, projector, () => undefined)
  }
}
