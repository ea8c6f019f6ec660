import { join } from 'node:path'
import type { KeyedFile } from '../../core/blobs/reference.ts'
import { endScene, openScene, type Scene } from '../../core/blobs/testing/scene.ts'
import { toHex } from '../../core/crypto/bytes.ts'
import { Changes } from '../../core/engine/changes.ts'
import { organisationIdSchema, spaceIdSchema } from '../../core/engine/contract/index.ts'
import { DriveFiles } from '../../core/engine/services/drive-files.ts'
import { FileDesk, type FileDeskPorts } from '../../core/engine/services/file-desk.ts'
import { Projector } from '../../core/engine/services/projector.ts'
import { type Index, openIndex, type StandingFile } from '../../core/index/index.ts'
import { KEY, OPTIONS } from '../../core/index/testing.ts'
import { encodeBody, tombstoneBody, writeBody } from '../../core/records/body.ts'
import type { RecordBody } from '../../core/records/kinds.ts'
import { fields } from '../../core/records/testing.ts'
import type { Space } from '../../core/space/space.ts'
import { systemTimers } from '../../core/sync/timers.ts'

const RECORD = 'ab'.repeat(16)

/** An entry that names files. */
export const naming = (files: readonly KeyedFile[], record = RECORD) =>
  outgoing(writeBody(record, fields(Object.fromEntries(files.map((file, i) => [`file:0000000${i}`, file])))))
export const erasing = (record = RECORD) => outgoing(tombstoneBody(record, []))

function outgoing(body: RecordBody) {
  const { bytes, ...rest } = encodeBody(body)
  return { ...rest, body: bytes }
}

/** The files of one space at one computer: real index, folder, journal and desk. */
export class DeskScene {
  readonly scene: Scene
  readonly index: Index
  readonly desk: FileDesk
  /** The same files for courier drives. */
  readonly drive: DriveFiles
  readonly faults: unknown[] = []
  private readonly projector: Projector
  private readonly space: Space

  constructor(space: Space) {
    this.space = space
    this.scene = openScene()
    const own = organisationIdSchema.parse(toHex(space.organisationKey))
    this.index = openIndex(join(this.scene.dir, 'index.db'), KEY, { ...OPTIONS, ownIn: () => own, now: Date.now })
    this.projector = new Projector(this.index, new Changes())
    const ports: FileDeskPorts = {
      spaceId: spaceIdSchema.parse(toHex(space.id)),
      isHouse: false,
      index: this.index,
      blobs: this.scene.blobs,
      journal: this.scene.state.blobs,
      timers: systemTimers,
      changed: () => undefined,
      refused: (error) => void this.faults.push(error),
    }
    this.desk = new FileDesk(ports)
    this.drive = new DriveFiles(this.desk, ports)
  }

  /** Reads what is new, and looks at what stands. */
  async level(): Promise<void> {
    await this.projector.catchUp(this.space)
    await this.desk.refresh()
  }

  /** A file as a record names it that stands here. */
  named(file: KeyedFile): StandingFile {
    for (const page of this.index.filesIn(spaceIdSchema.parse(toHex(this.space.id))))
      for (const one of page)
        if (one.list === file.list && one.key === file.key && one.size === file.size && one.sha256 === file.sha256) return one
    throw new Error('no record names it')
  }

  async close(): Promise<void> {
    await this.desk.refresh()
    this.projector.stop()
    this.index.close()
    await endScene(this.scene)
  }
}
