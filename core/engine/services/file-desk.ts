import type { Blobs } from '../../blobs/blobs.ts'
import type { BlobJournal, KeptState } from '../../blobs/ports.ts'
import { fromHex, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Index, StandingFile } from '../../index/index.ts'
import { Queue } from '../../log/queue.ts'
import { Pacer } from '../../pacer.ts'
import type { FileAsk } from '../../sync/file-messages.ts'
import type { SpaceFiles, Unkept, Wish } from '../../sync/space-files.ts'
import type { Timers } from '../../sync/timers.ts'
import type { SpaceId } from '../contract/index.ts'
import { Coming } from './coming-file.ts'
import { FileRoom } from './file-room.ts'
import { PeerWaits } from './peer-waits.ts'
import { filesThatStand, idOf, liesOf, rowOf } from './standing-files.ts'

/** Lists and chunks of a space that are asked for at once, whoever is asked: as many MiB may be in memory. */
const CLAIMS_MAX = 16
/** So long nothing is asked for after a disk was full, ms. */
const MEND_MS = 60_000

export interface FileDeskPorts {
  spaceId: SpaceId
  /** The House keeps every file: its other computers are the copy. */
  isHouse: boolean
  index: Pick<Index, 'filesIn' | 'filesNamed' | 'filesUnder' | 'namesFile'>
  blobs: Pick<Blobs, 'arrivals' | 'clear'>
  journal: BlobJournal
  timers: Timers
  /** Something of a file is here that was not, or is gone. */
  changed(): void
  /** What a member has made of a file cannot be one. */
  refused(error: unknown): void
}

/** How far a file is. */
export interface Standing {
  /** Bytes of it that are here, and whether that is all of it. */
  received: number
  here: boolean
  /** Whether it comes by itself, as soon as somebody is connected who has it. */
  wanted: boolean
}

const NOTHING: Standing = { received: 0, here: false, wanted: false }

type Named = Pick<StandingFile, 'list' | 'key'>

/**
 * The files of one space: gives what standing records name, fetches what is to be kept here, and lets go of what no record names any more. What stands is
 * read from the index each time that changes; what is here, and what a person wants, the journal knows.
 */
export class FileDesk implements SpaceFiles {
  private readonly ports: FileDeskPorts
  private readonly space: Buffer
  /** By list: one may be named under several keys, which are tried one after the other. */
  private readonly coming = new Map<string, Coming>()
  /** Files whose list, as it came, was none: a record can name anything. Until the next start. */
  private readonly lies = new Set<string>()
  private readonly waits = new PeerWaits()
  private readonly listeners = new Set<() => void>()
  private readonly turns = new Queue()
  private isResting = false
  private isDue = false

  constructor(ports: FileDeskPorts) {
    this.ports = ports
    this.space = fromHex(ports.spaceId)
  }

  /** Looks again at what stands: one look for all that changed meanwhile. Only once every log of the space was read: what is not read yet is not gone. */
  refresh(): Promise<void> {
    if (this.isDue) return this.turns.idle()
    this.isDue = true
    return this.turns.run(async () => {
      this.isDue = false
      await this.compare()
      this.wake()
    })
  }

  /** A person wants a file, or does not any more: then what came of it goes, unless it comes by itself. */
  async want(file: StandingFile, asked: boolean): Promise<void> {
    const state = this.stateOf(file)
    if (state !== 'whole') this.note(file, state ?? 'wanted', asked)
    if (!asked) this.forget(this.comingFor(file))
    await this.refresh()
    this.ports.changed()
  }

  /** How far a file is that a record names. */
  async standing(file: StandingFile): Promise<Standing> {
    const coming = this.comingFor(file)
    if (coming) return { received: coming.received, here: false, wanted: true }
    if (this.lies.has(idOf(file))) return NOTHING
    const state = this.stateOf(file)
    if (state !== 'whole' && !file.own) return NOTHING
    const missing = await this.ports.blobs.arrivals.look(file)
    if (missing?.length === 0) return { received: file.size, here: true, wanted: true }
    if (state === null || (await this.isLie(file))) return NOTHING
    // It was here: somebody has been at the folder. What is gone comes again.
    this.note(file, missing ? 'list' : 'wanted')
    await this.refresh()
    return { ...NOTHING, wanted: true }
  }

  gives(list: Buffer): boolean {
    return this.ports.index.filesNamed(this.ports.spaceId, toHex(list)).length > 0
  }

  async give({ list, name }: FileAsk): Promise<Buffer | null> {
    for (const file of this.kept(list)) {
      if (!this.mayGive(file, name)) continue
      const bytes = await this.ports.blobs.arrivals.give(file, name)
      if (bytes) return bytes
    }
    return null
  }

  /**
   * What is here because of this space alone. The folder is that of all spaces: who is in two of them could name a file of one in the other, and learn by what is
   * given, or not asked for, that we are in both.
   */
  private mayGive(file: Named & { own: boolean }, name: Buffer): boolean {
    if (file.own || this.stateOf(file) === 'whole') return true
    const coming = this.coming.get(file.list)
    return coming !== undefined && rowOf(coming.file) === rowOf(file) && coming.isHere(name)
  }

  /** What this space has of a list. Anybody can name it under keys that do not open it, as many as they like: what has come says which does. */
  private kept(list: Buffer): (Named & { own: boolean })[] {
    const { index, journal, spaceId } = this.ports
    const own = index.filesNamed(spaceId, toHex(list)).filter((file) => file.own)
    const came = journal
      .keptAt(this.space, list)
      .flatMap(({ key, state }) => (state === 'wanted' ? [] : [{ list: toHex(list), key: toHex(key), own: false }]))
    return [...own, ...came.filter((file) => index.namesFile(spaceId, file.list, file.key))]
  }

  /** Known without asking anybody where the list is here. */
  private async isLie(file: StandingFile): Promise<boolean> {
    if (!(await this.ports.blobs.arrivals.isLie(file))) return false
    this.lies.add(idOf(file))
    return true
  }

  next(peer: object): Wish | null {
    if (this.isResting) return null
    const now = this.ports.timers.now()
    let claims = 0
    for (const coming of this.coming.values()) claims += coming.claims
    if (claims >= CLAIMS_MAX) return null
    for (const coming of this.coming.values()) {
      if (this.waits.isWaiting(peer, coming.id, now)) continue
      const wish = coming.claim()
      if (wish) return wish
    }
    return null
  }

  /**
   * What is wanted, for one pass over a drive: of each file the list, then each chunk that is missing, once. What lies on a drive is there at once, so it
   * waits for nobody whom a connection asks for the same, and nobody for it.
   */
  *wishes(): Generator<Wish, void> {
    const passed = new Set<string>()
    // Goes on to what is begun meanwhile.
    for (const coming of this.coming.values()) {
      if (passed.has(coming.id)) continue
      passed.add(coming.id)
      for (const wish of coming.wishes()) {
        if (!this.isComing(coming)) break
        yield wish
      }
    }
  }

  async keep(wish: Wish, bytes: Buffer): Promise<void> {
    const coming = this.coming.get(toHex(wish.list))
    if (!coming) return
    try {
      await this.take(coming, wish, bytes)
    } catch (error) {
      coming.letGo(wish)
      if (error instanceof ParasolError && (error.code === 'FILE_DAMAGED' || error.code === 'NEWER_VERSION')) {
        this.lies.add(coming.id)
        this.forget(coming)
        this.ports.refused(error)
        // A list that is not what this record says may be what another says.
        if (wish.name.equals(wish.list)) await this.judge(coming.file.list, bytes)
        else await this.drop(coming.file)
        await this.refresh()
      } else {
        this.rest()
        throw error
      }
    }
    this.ports.changed()
  }

  letGo(wish: Wish, peer: object, why: Unkept): void {
    const coming = this.coming.get(toHex(wish.list))
    if (!coming) return
    coming.letGo(wish)
    if (why === 'not-here') this.wait(peer, coming.id)
    if (why !== 'not-here') this.wake()
  }

  onWish(tell: () => void): () => void {
    this.listeners.add(tell)
    return () => this.listeners.delete(tell)
  }

  private async take(coming: Coming, wish: Wish, bytes: Buffer): Promise<void> {
    const { arrivals } = this.ports.blobs
    const { file } = coming
    const chunk = coming.chunk(wish.name)
    if (wish.name.equals(wish.list) && !coming.isHere(wish.name)) coming.expect(await arrivals.keepList(this.space, file, bytes))
    // A drive and a connection may bring the same.
    else if (!chunk) coming.letGo(wish)
    else if (await arrivals.keepChunk(this.space, file, chunk, bytes)) coming.has(wish.name)
    else this.forget(coming)
    if (coming.isWhole && this.isComing(coming)) {
      this.note(file, 'whole')
      this.forget(coming)
    }
    this.wake()
  }

  private async compare(): Promise<void> {
    const { index, isHouse, journal, spaceId, blobs } = this.ports
    const pace = new Pacer()
    const standing = await filesThatStand(index, spaceId, pace)
    const kept = new Map(journal.kept(this.space).map((row) => [toHex(row.list) + toHex(row.key), row]))
    const rows = new Set([...standing.values()].map(({ file }) => rowOf(file)))
    for (const coming of this.coming.values()) if (!standing.has(coming.id)) this.forget(coming)
    let gone = 0
    for (const [id, { list, key }] of kept) {
      // In the House what was taken off a record stays with its history, until the record is erased.
      if (rows.has(id) || (isHouse && journal.isNamed(list))) continue
      blobs.arrivals.letGo(this.space, toHex(list), toHex(key))
      gone += 1
    }
    if (gone > 0) {
      await blobs.clear()
      this.ports.changed()
    }
    const room = new FileRoom(isHouse)
    const fitting = new Set<string>()
    for (const [id, named] of standing) {
      if (pace.due) await pace.breathe()
      const { file } = named
      const row = kept.get(rowOf(file))
      if (room.fits(named, row !== undefined && row.state !== 'wanted') || row?.asked) fitting.add(id).add(rowOf(file))
    }
    let begun = false
    for (const [id, { file }] of standing) {
      if (pace.due) await pace.breathe()
      const row = kept.get(rowOf(file))
      if (row?.state === 'whole' || this.coming.has(file.list) || this.lies.has(id)) continue
      if (!fitting.has(id)) {
        if (row && !fitting.has(rowOf(file))) await this.drop(file)
        continue
      }
      await this.begin(file)
      begun = true
    }
    if (begun) this.ports.changed()
  }

  /** Marks everything that its bytes show to be a lie of a list. One after the other would cost as many looks at all that stands. */
  private async judge(list: string, bytes: Buffer): Promise<void> {
    const { index, spaceId, blobs } = this.ports
    for (const lie of await liesOf(index, spaceId, list, (file) => blobs.arrivals.says(file, bytes))) this.lies.add(lie)
  }

  private async drop(file: StandingFile): Promise<void> {
    this.ports.blobs.arrivals.letGo(this.space, file.list, file.key)
    await this.ports.blobs.clear()
    this.ports.changed()
  }

  private async begin(file: StandingFile): Promise<void> {
    const begun = this.stateOf(file)
    if (begun === 'list' && (await this.isLie(file))) return
    const missing = file.own || (begun === 'list' && !this.isElsewhere(file)) ? await this.ports.blobs.arrivals.look(file) : null
    if (missing) this.note(file, missing.length === 0 ? 'whole' : 'list')
    if (missing?.length === 0) return
    this.coming.set(file.list, new Coming(idOf(file), file, missing))
  }

  private comingFor(file: StandingFile): Coming | null {
    const coming = this.coming.get(file.list)
    return coming?.id === idOf(file) ? coming : null
  }

  /** Under its list another may be on its way by now. */
  private isComing(coming: Coming): boolean {
    return this.coming.get(coming.file.list) === coming
  }

  /** Nothing of it is asked for any more. */
  private forget(coming: Coming | null): void {
    if (coming && this.isComing(coming)) this.coming.delete(coming.file.list)
  }

  /** Whether something under its key is kept for another list or space: chunks that lie here may be of that. */
  private isElsewhere({ key }: Named): boolean {
    return this.ports.journal.keptUnder(fromHex(key)).length > 1
  }

  private stateOf({ list, key }: Named): KeptState | null {
    return this.ports.journal.keptAs(this.space, fromHex(list), fromHex(key))
  }

  private note({ list, key }: StandingFile, state: KeptState, asked?: boolean): void {
    this.ports.journal.keep({ space: this.space, list: fromHex(list), key: fromHex(key), state, ...(asked === undefined ? {} : { asked }) })
  }

  private wait(peer: object, id: string): void {
    const { timers } = this.ports
    timers.after(this.waits.begin(peer, id, timers.now()), () => this.wake())
    this.wake()
  }

  private rest(): void {
    this.isResting = true
    this.ports.timers.after(MEND_MS, () => {
      this.isResting = false
      this.wake()
    })
  }

  private wake(): void {
    for (const tell of [...this.listeners]) tell()
  }
}
