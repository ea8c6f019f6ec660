import type { Blobs } from '../../blobs/blobs.ts'
import type { CourierFiles } from '../../courier/ports.ts'
import { toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Index, StandingFile } from '../../index/index.ts'
import type { Space } from '../../space/space.ts'
import type { SpaceFiles } from '../../sync/space-files.ts'
import { systemTimers } from '../../sync/timers.ts'
import type { State } from '../../vault/state/state.ts'
import type { Changes } from '../changes.ts'
import { type RecordId, type SpaceId, spaceIdSchema, type Whereabouts } from '../contract/index.ts'
import { logFault } from '../faults.ts'
import { DriveFiles } from './drive-files.ts'
import { FileDesk, type FileDeskPorts } from './file-desk.ts'
import type { Projector } from './projector.ts'
import type { Spaces } from './spaces.ts'

/** Between two words to the windows on what has come, ms. */
const TELL_MS = 250

/** Which file of which record is meant. */
export interface FileAt {
  recordId: RecordId
  list: string
}

/** Files that travel between computers: a desk for each space. */
export class Travel {
  private readonly state: State
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly changes: Changes
  private readonly blobs: Blobs
  private readonly desks = new Map<SpaceId, FileDesk>()
  /** Spaces of which every log was read once. */
  private readonly level = new Set<Space>()
  private telling: NodeJS.Timeout | null = null
  private begun = false

  constructor(state: State, spaces: Spaces, index: Index, projector: Projector, changes: Changes, blobs: Blobs) {
    this.state = state
    this.spaces = spaces
    this.index = index
    this.changes = changes
    this.blobs = blobs
    projector.hearLevel((space, files) => this.isLevel(space, files))
  }

  /** Begins to fetch and to let go, once what crashes have left is tidied up. Files are given from the first moment. */
  begin(): void {
    this.begun = true
    for (const space of this.level) this.refresh(space)
  }

  /** The files of a space, for its connections. */
  of(space: Space): SpaceFiles {
    return this.desk(space)
  }

  /** The same for courier drives. */
  onDrives(space: Space): CourierFiles {
    return new DriveFiles(this.desk(space), this.portsOf(space))
  }

  /** Where a file is that a standing record names. Throws RECORD_NOT_FOUND. */
  async whereabouts({ recordId, list }: FileAt): Promise<Whereabouts> {
    const { file, desk, space } = this.find(recordId, list)
    const { here, received, wanted } = await desk.standing(file)
    if (here) return { is: 'here', received: file.size }
    if (this.desk(this.spaces.house) === desk || wanted) return { is: 'coming', received }
    return { is: space.me?.present ? 'offered' : 'out-of-reach', received }
  }

  /** A person wants a file, or does not any more. Throws RECORD_NOT_FOUND. */
  async want({ recordId, list }: FileAt, asked: boolean): Promise<void> {
    const { file, desk } = this.find(recordId, list)
    await desk.want(file, asked)
  }

  private find(recordId: RecordId, list: string): { file: StandingFile; desk: FileDesk; space: Space } {
    const record = this.index.state(recordId) ?? this.index.card(recordId)
    if (!record || !this.spaces.has(record.space)) throw new ParasolError('RECORD_NOT_FOUND')
    const file = this.index.filesOf(recordId).find((one) => one.list === list)
    if (!file) throw new ParasolError('RECORD_NOT_FOUND')
    const space = this.spaces.get(record.space)
    return { file, desk: this.desk(space), space }
  }

  private isLevel(space: Space, files: boolean): void {
    const before = this.level.has(space)
    this.level.add(space)
    if (this.begun && (files || !before)) this.refresh(space)
  }

  private refresh(space: Space): void {
    this.desk(space)
      .refresh()
      .catch((error: unknown) => logFault('files of a space', error))
  }

  private desk(space: Space): FileDesk {
    const spaceId = spaceIdSchema.parse(toHex(space.id))
    const known = this.desks.get(spaceId)
    if (known) return known
    const desk = new FileDesk(this.portsOf(space))
    this.desks.set(spaceId, desk)
    return desk
  }

  private portsOf(space: Space): FileDeskPorts {
    return {
      spaceId: spaceIdSchema.parse(toHex(space.id)),
      isHouse: space === this.spaces.house,
      index: this.index,
      blobs: this.blobs,
      journal: this.state.blobs,
      timers: systemTimers,
      changed: () => this.tell(),
      refused: (error) => logFault('a file that is none', error),
    }
  }

  /** At most a few times a second. */
  private tell(): void {
    this.telling ??= setTimeout(() => {
      this.telling = null
      this.changes.publish('files')
    }, TELL_MS).unref()
  }
}
