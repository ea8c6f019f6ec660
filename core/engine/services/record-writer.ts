import { ParasolError } from '../../error.ts'
import type { EncodedBody } from '../../records/body.ts'
import { chunks } from '../../space/chunks.ts'
import type { OutgoingRecord } from '../../space/entries.ts'
import type { Space } from '../../space/space.ts'
import type { SpaceId } from '../contract/index.ts'
import { logFault } from '../faults.ts'
import type { Projector } from './projector.ts'
import type { Spaces } from './spaces.ts'

/** Entries of one synced batch of many. */
const AT_ONCE = 250

/** Appends bodies of records to own logs. What it answers is synced. */
export class RecordWriter {
  private readonly spaces: Spaces
  private readonly projector: Projector
  private readonly acknowledged: () => void

  /** `acknowledged` is told when own entries are on the disk. */
  constructor(spaces: Spaces, projector: Projector, acknowledged: () => void) {
    this.spaces = spaces
    this.projector = projector
    this.acknowledged = acknowledged
  }

  /** The space, if an own entry may be written there now. Throws SPACE_NOT_FOUND, LOG_BEHIND, COMPUTER_REMOVED, NOT_ARRIVED, NOT_ALLOWED. */
  writable(audience: SpaceId): Space {
    const space = this.spaces.get(audience)
    if (space.behind) throw new ParasolError('LOG_BEHIND')
    if (space.revoked) throw new ParasolError('COMPUTER_REMOVED')
    if (!space.arrived) throw new ParasolError('NOT_ARRIVED')
    if (!space.writable) throw new ParasolError('NOT_ALLOWED')
    return space
  }

  /** Writes entries in one synced batch, and brings the index level. `first` is the index of the first. Throws as Space.write. */
  async append(space: Space, bodies: readonly EncodedBody[]): Promise<{ first: number; wall: number }> {
    const written = await this.write(space, bodies)
    await this.level(space)
    return written
  }

  /**
   * The same for many, a synced batch at a time, so that nothing waits for all of them to be sealed. The index is brought level once: the more it takes in
   * at a time, the fewer of its pages each costs. Where one batch fails, those before are written. For each, where it stands.
   */
  async appendMany(space: Space, bodies: readonly EncodedBody[]): Promise<{ index: number; wall: number }[]> {
    const written: { index: number; wall: number }[] = []
    try {
      for (const some of chunks(bodies, AT_ONCE)) {
        const { first, wall } = await this.write(space, some)
        written.push(...some.map((_, at) => ({ index: first + at, wall })))
      }
    } finally {
      if (written.length > 0) await this.level(space)
    }
    return written
  }

  private async write(space: Space, bodies: readonly EncodedBody[]): Promise<{ first: number; wall: number }> {
    const written = await space.write(bodies.map(outgoing))
    afterwards(() => this.acknowledged())
    return written
  }

  private async level(space: Space): Promise<void> {
    try {
      await this.projector.catchUp(space)
    } catch (error) {
      logFault('index after a save', error)
      this.projector.catchUpSoon(space)
    }
  }
}

/** The entries are on the disk: whatever follows may fail, but must not be told as if they were not, or a person saves them twice. */
export function afterwards(act: () => void): void {
  try {
    act()
  } catch (error) {
    logFault('after a save', error)
  }
}

const outgoing = ({ bytes, ...rest }: EncodedBody): OutgoingRecord => ({ ...rest, body: bytes })
