import { equal, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { plainName } from '../../records/text.ts'
import { labelOf } from '../../space/format/statement.ts'
import type { MemberDevice } from '../../space/roster/types.ts'
import type { State } from '../../vault/state/state.ts'
import type { Changes } from '../changes.ts'
import { type Computer, type ComputerId, computerIdSchema, type Invite } from '../contract/index.ts'
import { LIMITS } from '../contract/limits.ts'
import type { HouseNotes } from './house-notes.ts'
import type { NetworkService } from './network.ts'
import type { Spaces } from './spaces.ts'

/** The computers of this organisation as the screens see them: who they are, one more, a new name, one less. */
export class ComputerService {
  private readonly state: State
  private readonly spaces: Spaces
  private readonly network: NetworkService
  private readonly notes: HouseNotes
  private readonly changes: Changes

  constructor(state: State, spaces: Spaces, network: NetworkService, notes: HouseNotes, changes: Changes) {
    this.state = state
    this.spaces = spaces
    this.network = network
    this.notes = notes
    this.changes = changes
  }

  /** Whether this computer keeps the organisation seed. */
  get keyholder(): boolean {
    return this.spaces.house.organisation !== null
  }

  /** The name of this computer. */
  name(): string {
    const { house } = this.spaces
    return this.notes.nameOf(house.own.signer) ?? this.state.secrets.computerLabel()
  }

  /** In the order in which they came. */
  list(): Computer[] {
    const { house } = this.spaces
    const met = this.network.sync.computersMet(house)
    // What a computer went on from after a backup is no other computer.
    const devices = (house.me?.devices ?? []).filter(({ succeeded }) => !succeeded)
    return devices.map((device) => {
      const own = equal(device.signer, house.own.signer)
      const seen = met.find((one) => equal(one.device, device.signer))
      const holds = house.roster?.authorityLogIds.some((id) => equal(id, device.logId)) ?? false
      return {
        computerId: computerIdSchema.parse(toHex(device.signer)),
        name: own ? this.name() : this.nameOf(device),
        own,
        keyholder: holds,
        connected: own || (seen?.connected ?? false),
        lastSeen: seen ? new Date(seen.lastSeen).toISOString() : null,
        // A coalition may have told this computer first, or alone: a House that has one computer left is not spoken of.
        revoked: device.end !== null || (own && this.spaces.all().some((space) => space.revoked)),
        revocable: this.keyholder && !own && !holds && device.end === null && house.writable,
      }
    })
  }

  /** Throws NOT_ALLOWED on a computer that is not the keyholder's, LOG_BEHIND. */
  invite(hours: number): Invite {
    if (this.spaces.house.behind) throw new ParasolError('LOG_BEHIND')
    return this.network.sync.invite(this.spaces.house, hours)
  }

  invites(): Invite[] {
    return this.network.sync.invites(this.spaces.house)
  }

  /** Names a computer: the keyholder's any, another only itself. Synced on return. Throws COMPUTER_NOT_FOUND, NOT_KEYHOLDER. */
  async rename(computerId: ComputerId, name: string): Promise<void> {
    const { signer, end } = this.device(computerId)
    if (!this.keyholder && !equal(signer, this.spaces.house.own.signer)) throw new ParasolError('NOT_KEYHOLDER')
    if (end) throw new ParasolError('COMPUTER_NOT_FOUND')
    await this.notes.name(signer, labelOf(name))
    this.changes.publish('computers')
  }

  /**
   * Ends a computer: in the House at once, then in every coalition. Synced on return; what a crash leaves undone is done after the next
   * unlock. Throws COMPUTER_NOT_FOUND, NOT_KEYHOLDER, NOT_ALLOWED for this computer itself.
   */
  async revoke(computerId: ComputerId): Promise<void> {
    const { logId } = this.device(computerId)
    await this.spaces.house.revokeDevice(logId)
    await this.notes.tendNow()
    this.changes.publish('computers')
  }

  private nameOf({ signer, label }: MemberDevice): string {
    return plainName(this.notes.nameOf(signer) ?? label, LIMITS.computerName)
  }

  private device(computerId: ComputerId): MemberDevice {
    const device = this.spaces.house.me?.devices.find(({ signer }) => toHex(signer) === computerId)
    if (!device) throw new ParasolError('COMPUTER_NOT_FOUND')
    return device
  }
}
