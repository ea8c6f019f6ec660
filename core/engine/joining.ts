import { NO_FILES } from '../sync/space-files.ts'
import type { Vault } from '../vault/vault.ts'
import type { Changes } from './changes.ts'
import { logFault } from './faults.ts'
import { NetworkService } from './services/network.ts'
import { SettingsService } from './services/settings.ts'
import { hasOrganisation, keepHouse } from './services/space-facts.ts'

/** An open vault of a computer that no organisation has taken in yet: it can pair, and nothing else. */
export class Joining {
  readonly network: NetworkService
  readonly settings: SettingsService

  private constructor(network: NetworkService, settings: SettingsService) {
    this.network = network
    this.settings = settings
  }

  static needed({ state }: Vault): boolean {
    return !hasOrganisation(state)
  }

  /** `joined` is called once, when the keyholder has let this computer in and all that opens the House is on the disk. */
  static async begin({ state }: Vault, changes: Changes, deviceSeed: Buffer, joined: () => void): Promise<Joining> {
    let told = false
    const network = new NetworkService({
      state,
      identity: { organisationSeed: null, deviceSeed, organisationName: '' },
      spaces: () => [],
      entrance: {
        computerName: () => state.secrets.computerLabel(),
        enterHouse: async (keys) => keepHouse(state, keys),
        join: () => Promise.reject(new Error('only a House is joined here')),
      },
      filesOf: () => NO_FILES,
      sync: async () => undefined,
      onRecords: () => undefined,
      onSucceeded: () => undefined,
      onChange: (topic) => {
        changes.publish(topic)
        if (told || !hasOrganisation(state) || network.sync.pairings().every((one) => one.state !== 'joined')) return
        told = true
        setImmediate(joined)
      },
    })
    try {
      await network.resume()
    } catch (error) {
      logFault('network', error)
    }
    return new Joining(network, new SettingsService(state))
  }

  close(): Promise<void> {
    return this.network.sync.close()
  }
}
