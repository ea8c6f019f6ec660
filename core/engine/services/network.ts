import { z } from 'zod'
import { SyncManager } from '../../sync/manager.ts'
import type { State } from '../../vault/state/state.ts'
import type { Changes } from '../changes.ts'
import { type Network, networkSchema } from '../contract/index.ts'
import { logFault } from '../faults.ts'
import type { Projector } from './projector.ts'
import type { Spaces } from './spaces.ts'

const settingsSchema = z.object({ internet: z.boolean(), nearby: z.boolean().default(false), bootstrap: networkSchema.shape.bootstrap })

/** The switches for the internet and the local network, and the meeting points, kept in the vault; what goes over the wire is SyncManager's. */
export class NetworkService {
  readonly sync: SyncManager
  private readonly state: State
  private readonly changes: Changes

  constructor(state: State, spaces: Spaces, projector: Projector, changes: Changes) {
    this.state = state
    this.changes = changes
    this.sync = new SyncManager({
      spaces: () => spaces.coalitions(),
      identity: spaces.identity,
      state: {
        invites: state.invites,
        pairings: state.pairings,
        receipts: (space) => ({
          load: () => state.spaces.fact(space.id, 'receipts'),
          save: (bytes) => state.spaces.putFact(space.id, 'receipts', bytes),
        }),
      },
      sync: () => spaces.sync(),
      join: (space, genesisHash, reply) => spaces.joinCoalition(space, genesisHash, reply),
      now: Date.now,
      onChange: (topic) => changes.publish(topic),
      onRecords: (space) => projector.catchUp(space),
      onFault: (error) => logFault('network', error),
    })
    // Others know this computer by the keys of its new logs from now on.
    spaces.afterSuccession(() => {
      this.renew().catch((error: unknown) => logFault('network', error))
    })
  }

  /** Goes on as the person left it: off unless she had switched it on. What the network refuses must not keep her out of her log. */
  async resume(): Promise<void> {
    const { internet, nearby, bootstrap } = this.kept()
    if (internet) await this.sync.setInternet(true, bootstrap)
    if (nearby) await this.sync.setNearby(true).catch((error) => logFault('network', error))
  }

  private async renew(): Promise<void> {
    await this.sync.setInternet(false, this.kept().bootstrap)
    await this.resume()
    this.changes.publish('coalitions')
  }

  status(): Network {
    return { ...this.sync.status(), bootstrap: this.kept().bootstrap }
  }

  /** Throws BAD_BOOTSTRAP, and changes nothing then. */
  async set(input: { internet?: boolean | undefined; nearby?: boolean | undefined; bootstrap?: string[] | undefined }): Promise<Network> {
    const before = this.kept()
    const next = {
      internet: input.internet ?? before.internet,
      nearby: input.nearby ?? before.nearby,
      bootstrap: input.bootstrap ?? before.bootstrap,
    }
    await this.sync.setInternet(next.internet, next.bootstrap)
    await this.sync.setNearby(next.nearby)
    this.state.settings.put('network', next)
    this.changes.publish('network')
    return this.status()
  }

  /** Dials an address on the local network that a person typed. Throws NEARBY_OFF, BAD_ADDRESS, NOT_REACHED. */
  async dial(address: string): Promise<Network> {
    await this.sync.dial(address)
    return this.status()
  }

  private kept(): z.infer<typeof settingsSchema> {
    return this.state.settings.get('network', settingsSchema) ?? { internet: false, nearby: false, bootstrap: [] }
  }
}
