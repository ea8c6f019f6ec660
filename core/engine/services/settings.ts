import type { State } from '../../vault/state/state.ts'
import { type Settings, settingsSchema } from '../contract/index.ts'

/** What is to change; the rest stays. */
export type SettingsChanges = { [Name in keyof Settings]?: Settings[Name] | undefined }

const DEFAULTS: Settings = { autoLockMinutes: 5, theme: 'system' }

/** The person's settings, in the vault. */
export class SettingsService {
  private readonly state: State

  constructor(state: State) {
    this.state = state
  }

  get(): Settings {
    return this.state.settings.get('interface', settingsSchema) ?? DEFAULTS
  }

  set(changes: SettingsChanges): Settings {
    const before = this.get()
    const settings = { autoLockMinutes: changes.autoLockMinutes ?? before.autoLockMinutes, theme: changes.theme ?? before.theme }
    this.state.settings.put('interface', settings)
    return settings
  }
}
