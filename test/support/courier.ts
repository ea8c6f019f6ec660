import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'vitest'
import { CourierSync } from '../../core/courier/courier.ts'
import { FOLDER_NAME } from '../../core/courier/folder.ts'
import type { CourierFiles, CourierPorts, Letterbox } from '../../core/courier/ports.ts'
import type { CourierEvent, CourierReport } from '../../core/engine/contract/courier.ts'
import { openSpace } from '../../core/space/found.ts'
import type { Space } from '../../core/space/space.ts'
import type { Computer } from './computer.ts'
import { makeCoalition, makeParty, type Party } from './spaces.ts'
import { reader } from './sync.ts'

const readers = new WeakMap<Space, () => Promise<void>>()

function read(space: Space): Promise<void> {
  const known = readers.get(space) ?? reader(space)
  readers.set(space, known)
  return known()
}

/** Of a space without an engine around it, which has no files. */
const NO_FILES: CourierFiles = {
  refresh: async () => undefined,
  offered: async () => [],
  give: async () => null,
  wishes: () => [],
  keep: async () => false,
}

/** Files that a test has in place of an engine, with what they were brought. */
export interface Files extends CourierFiles {
  kept: Buffer[]
}

/** What of one exchange is not as always. */
export interface Exchange {
  dir?: string
  files?: CourierFiles
  letterboxes?: readonly Letterbox[]
  settle?: () => Promise<void>
  /** Gets each event before the sync goes on. */
  heard?: (event: CourierEvent) => Promise<void> | void
}

/** A drive in a folder of its own, and the organisations that meet over it. */
export class Table {
  readonly root: string
  readonly drive: string
  readonly parties: Party[] = []

  private constructor(root: string) {
    this.root = root
    this.drive = join(root, 'drive')
  }

  static async lay(): Promise<Table> {
    const table = new Table(await mkdtemp(join(tmpdir(), 'parasol-courier-')))
    await mkdir(table.drive)
    return table
  }

  /** Parasol's folder on the drive. */
  get folder(): string {
    return join(this.drive, FOLDER_NAME)
  }

  async clear(): Promise<void> {
    for (const { store } of this.parties) await store.close()
    await rm(this.root, { recursive: true })
  }

  async party(name: string): Promise<Party> {
    const made = await makeParty(this.root, name)
    this.parties.push(made)
    return made
  }

  async two(): Promise<{ a: Space; b: Space }> {
    return makeCoalition(await this.party('asha'), await this.party('bella'))
  }

  /** The same computer's space with empty logs, as a new disk would hold it: its keys are there. */
  async again(space: Space, { identity, around }: Party): Promise<Space> {
    const fresh = await this.party(`fresh ${this.parties.length}`)
    return openSpace(space.facts, identity, { ...fresh.around, epochs: around.epochs })
  }

  /** Folders of chunks on the drive. */
  chunkFolders(): string[] {
    return readdirSync(this.folder).filter((name) => name.endsWith('.chunks'))
  }

  /** One sync of a computer that has these spaces. */
  async sync(
    spaces: Space[],
    { dir = this.drive, files = NO_FILES, letterboxes = [], settle = async () => undefined, heard }: Exchange = {},
  ): Promise<CourierReport> {
    const ports: CourierPorts = {
      letterboxes,
      spaces: () => spaces,
      deviceSeed: spaces[0]?.device.log.publicKey ?? Buffer.alloc(32),
      nameOf: (space) => space.roster?.genesis.name ?? '',
      read,
      files: () => files,
      longFiles: false,
      settle,
    }
    let report: CourierReport | null = null
    for await (const event of new CourierSync(dir, ports).run()) {
      await heard?.(event)
      report = event.report
    }
    if (!report) throw new Error('a sync ends with a report')
    return report
  }
}

/** One exchange of a whole computer with a drive, which is not stopped. */
export async function exchangeAt(at: Computer, drive: string): Promise<CourierReport> {
  const ports = {
    letterboxes: at.sync.post(),
    spaces: () => at.spaces,
    deviceSeed: at.party.identity.deviceSeed,
    nameOf: (space: Space) => space.roster?.genesis.name ?? '',
    read: async (space: Space) => reader(space)(),
    files: () => NO_FILES,
    longFiles: false,
    settle: async () => undefined,
  }
  let report: CourierReport | null = null
  for await (const event of new CourierSync(drive, ports).run()) report = event.report
  if (!report) throw new Error('a sync ends with a report')
  expect(report.stopped).toBe(null)
  return report
}

export const counts = ({ coalitions }: CourierReport) => coalitions.map(({ gave, took }) => ({ gave, took }))
/** A report without anything to complain of. */
export const quiet = { problems: [], passedOver: 0, stopped: null }
