import { z } from 'zod'
import { equal } from '../../crypto/bytes.ts'
import type { Space } from '../../space/space.ts'
import { SyncManager } from '../../sync/manager.ts'
import type { SyncOptions } from '../../sync/options.ts'
import type { State } from '../../vault/state/state.ts'
import { type Network, networkSchema } from '../contract/index.ts'
import { logFault } from '../faults.ts'

const settingsSchema = z.object({ internet: z.boolean(), nearby: z.boolean().default(false), bootstrap: networkSchema.shape.bootstrap })

/** What the network needs of its surroundings. */
export interface NetworkPorts
  extends Pick<SyncOptions, 'spaces' | 'filesOf' | 'identity' | 'entrance' | 'sync' | 'onRecords' | 'onChange' | 'onSucceeded'> {
  state: State
}

/** The switches for the internet and the local network, and the meeting points, kept in the vault; what goes over the wire is SyncManager's. */
export class NetworkService {
  readonly sync: SyncManager
  private readonly state: State
  private readonly onChange: NetworkPorts['onChange']

  constructor({ state, onChange, ...ports }: NetworkPorts) {
    this.state = state
    this.onChange = onChange
    this.sync = new SyncManager({
      ...ports,
      state: {
        invites: state.invites,
        pairings: state.pairings,
        parted: {
          has: (space) => state.spaces.fact(space.id, 'parted') !== null,
          add: (space) => state.spaces.putFact(space.id, 'parted', Buffer.of(1)),
        },
        receipts: (space) => ({
          load: () => state.spaces.fact(space.id, 'receipts'),
          save: (bytes) => state.spaces.putFact(space.id, 'receipts', bytes),
        }),
      },
      onChange,
      now: Date.now,
      onFault: (error) => logFault('network', error),
    })
  }

  /** Goes on as the person left it: off unless she had switched it on. What the network refuses must not keep her out of her log. */
  async resume(): Promise<void> {
    const { internet, nearby, bootstrap } = this.kept()
    if (internet) await this.sync.setInternet(true, bootstrap)
    if (nearby) await this.sync.setNearby(true).catch((error) => logFault('network', error))
  }

  /** Begins anew: others know this computer by other keys from now on. */
  async renew(): Promise<void> {
    await this.sync.setInternet(false, this.kept().bootstrap)
    await this.resume()
    this.onChange('coalitions')
  }

  /** How many partners of a space are connected now. */
  partnersHere(space: Space): number {
    return this.sync.connectedTo(space).filter(({ organisation, way }) => way !== null && !equal(organisation, space.organisationKey))
      .length
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
    this.onChange('network')
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
