import { readFileSync } from 'node:fs'
import { utf8, zero } from '../crypto/bytes.ts'
import { forgetAll } from '../crypto/secret.ts'
import { ParasolError } from '../error.ts'
import { suggestPassphrase } from '../vault/diceware/diceware.ts'
import { openProfile, type Profile } from '../vault/profile.ts'
import { createVault, hasVault, recover, unlock, type Vault } from '../vault/vault.ts'
import { Changes } from './changes.ts'
import type { Language, Settings, VaultStatus } from './contract/index.ts'
import { logFault } from './faults.ts'
import { IdleLock } from './idle.ts'
import { LanguageFile } from './language-file.ts'
import type { Joining, OpenVault } from './open-vault.ts'
import type { NetworkService } from './services/network.ts'
import type { SettingsChanges } from './services/settings.ts'

const VERSION = readVersion()

/** What an open vault needs is loaded while the passphrase is hashed, so that the unlock screen does not wait for it. */
type OpenVaultModule = typeof import('./open-vault.ts')

/** One profile, from the moment the process starts to its end: closed, and after an unlock open. It never closes again: locking ends the process. */
export class Engine {
  readonly changes = new Changes()
  private readonly profile: Profile
  private readonly language: LanguageFile
  private readonly idle: IdleLock
  private open: OpenVault | null = null
  private pairing: Joining | null = null
  private opening = false

  /** Takes hold of the profile folder. Throws PROFILE_BUSY, PROFILE_FOREIGN, PROFILE_READ_ONLY, NEWER_VERSION, DISK_FULL. */
  constructor(profileDir: string, onIdle: () => void) {
    this.profile = openProfile(profileDir)
    this.language = new LanguageFile(this.profile.paths.language)
    this.idle = new IdleLock(onIdle)
  }

  status(): VaultStatus {
    const always = { version: VERSION, language: this.language.get() }
    if (this.open) {
      const { vault } = this.open
      return { ...always, state: 'unlocked', wordsToConfirm: vault.wordsToConfirm(), mended: vault.mended }
    }
    const closed = { ...always, wordsToConfirm: false, mended: false }
    if (this.pairing) return { ...closed, state: 'joining' }
    return { ...closed, state: hasVault(this.profile) ? 'locked' : 'none' }
  }

  /** What an open vault offers. Throws VAULT_LOCKED before that. */
  opened(): OpenVault {
    if (!this.open) throw new ParasolError(this.pairing ? 'NO_ORGANISATION_YET' : 'VAULT_LOCKED')
    return this.open
  }

  /** What a computer offers that no organisation has taken in yet. Throws VAULT_LOCKED, ALREADY_MEMBER once one has. */
  joining(): Joining {
    if (!this.pairing) throw new ParasolError(this.open ? 'ALREADY_MEMBER' : 'VAULT_LOCKED')
    return this.pairing
  }

  /** The network of an open vault, whether it has an organisation or not. Throws VAULT_LOCKED. */
  network(): NetworkService {
    return this.pairing?.network ?? this.opened().network
  }

  suggestPassphrase(): string[] {
    return suggestPassphrase()
  }

  async create(organisationName: string, passphrase: string): Promise<void> {
    await this.enter((bytes) => createVault(this.profile, { organisationName, passphrase: bytes }), passphrase)
  }

  /** Makes the vault of a computer that is to join an organisation. */
  async createComputer(computerName: string, passphrase: string): Promise<void> {
    await this.enter((bytes) => createVault(this.profile, { computerName, passphrase: bytes }), passphrase)
  }

  async unlock(passphrase: string): Promise<void> {
    await this.enter((bytes) => unlock(this.profile, bytes), passphrase)
  }

  async recover(words: string, passphrase: string): Promise<void> {
    await this.enter((bytes) => recover(this.profile, words, bytes), passphrase)
  }

  async changePassphrase(current: string, next: string): Promise<void> {
    const { vault } = this.opened()
    await withBytes(current, (old) => withBytes(next, (fresh) => vault.changePassphrase(old, fresh)))
  }

  confirmWords(answers: readonly { index: number; word: string }[]): void {
    this.opened().vault.confirmWords(answers)
    this.changes.publish('vault')
  }

  /** Keeps the language of the screens, synced. Needs no open vault. Throws DISK_FULL, PROFILE_READ_ONLY. */
  chooseLanguage(language: Language): void {
    this.language.set(language)
    this.changes.publish('vault')
  }

  setSettings(changes: SettingsChanges): Settings {
    const settings = this.opened().settings.set(changes)
    this.idle.set(settings.autoLockMinutes)
    this.changes.publish('settings')
    return settings
  }

  /** A person did something. */
  touch(): void {
    if (this.open || this.pairing) this.idle.touch()
  }

  /** Zeroes every secret; the process ends right after. */
  forgetSecrets(): void {
    forgetAll()
  }

  /** Opens what the vault has: an organisation's stores, or the way into one. */
  private async openStores(vault: Vault, loading: Promise<OpenVaultModule>): Promise<void> {
    try {
      const { Joining, OpenVault } = await loading
      const device = vault.state.devices.active()
      if (device && Joining.needed(vault)) {
        this.pairing = await Joining.begin(vault, this.changes, device.seed, () => void this.join(vault, loading))
        this.idle.set(this.pairing.settings.get().autoLockMinutes)
        return
      }
      const open = await OpenVault.open(this.profile, vault, this.changes)
      this.idle.set(open.settings.get().autoLockMinutes)
      this.open = open
      this.pairing = null
    } catch (error) {
      this.pairing = null
      vault.close()
      throw error
    }
  }

  /** An organisation has taken this computer in. */
  private async join(vault: Vault, loading: Promise<OpenVaultModule>): Promise<void> {
    try {
      await this.pairing?.close()
      await this.openStores(vault, loading)
    } catch (error) {
      // The vault is closed again, and all that opens the House is on the disk: the next unlock tries once more.
      logFault('joining', error)
    }
    this.changes.publish('vault')
  }

  private async enter(open: (passphrase: Buffer) => Promise<Vault>, passphrase: string): Promise<void> {
    // One at a time: a second window's try must not open the same stores twice.
    if (this.opening || this.open || this.pairing) throw new ParasolError('PROFILE_BUSY')
    this.opening = true
    try {
      const loading = import('./open-vault.ts')
      // Heard when its turn comes; a wrong passphrase has no use for it.
      loading.catch(() => undefined)
      const vault = await withBytes(passphrase, open)
      await this.openStores(vault, loading)
      this.changes.publish('vault')
    } finally {
      this.opening = false
    }
  }
}

async function withBytes<T>(text: string, use: (bytes: Buffer) => Promise<T>): Promise<T> {
  const bytes = utf8(text)
  try {
    return await use(bytes)
  } finally {
    zero(bytes)
  }
}

/** The version of package.json; in a bundle it stands beside it. */
function readVersion(): string {
  for (const path of ['../../package.json', '../package.json']) {
    try {
      return (JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as { version: string }).version
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new Error('package.json is missing')
}
