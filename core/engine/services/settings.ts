import type { State } from '../../vault/state/state.ts'
import { type Settings, settingsSchema } from '../contract/index.ts'

/** What is to change; the rest stays. */
export type SettingsChanges = { [Name in keyof Settings]?: Settings[Name] | undefined }

const DEFAULTS: Settings = { autoLockMinutes: 5, theme: 'system', notify: 'quiet', recorders: [] }

/** The person's settings, in the vault. */
export class SettingsService {
  private readonly state: State

  constructor(state: State) {
    this.state = state
  }

  get(): Settings {
    // What an earlier version kept lacks what came later.
    const kept = this.state.settings.get('interface', settingsSchema.partial())
    return merged(DEFAULTS, kept ?? {})
  }

  set(changes: SettingsChanges): Settings {
    const settings = merged(this.get(), changes)
    this.state.settings.put('interface', settings)
    return settings
  }
}

const merged = (before: Settings, changes: SettingsChanges): Settings => ({
  autoLockMinutes: changes.autoLockMinutes ?? before.autoLockMinutes,
  theme: changes.theme ?? before.theme,
  notify: changes.notify ?? before.notify,
  recorders: changes.recorders ?? before.recorders,
})
