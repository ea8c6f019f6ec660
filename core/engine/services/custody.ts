import { equal, fromHex, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { MalformedError } from '../../log/codec.ts'
import type { Log } from '../../log/log.ts'
import { plainName } from '../../records/text.ts'
import { entryIdOf, isoOf } from '../../records/version.ts'
import { CUSTODY_KIND, CUSTODY_VERSION, type CustodyAct, decodeCustody, encodeCustody, WHO_MAX } from '../../space/format/custody.ts'
import type { IngestBatch, Space } from '../../space/space.ts'
import type { State } from '../../vault/state/state.ts'
import { type Custody, type RecordId, recordIdSchema } from '../contract/index.ts'
import type { HouseNotes } from './house-notes.ts'
import type { Projector } from './projector.ts'
import type { Spaces } from './spaces.ts'

/** Entries of one file that a screen is given. */
const SHOWN_MAX = 200
/** So long after somebody looked at a file on a computer, looking again there is not said again. */
const AGAIN_MS = 10 * 60_000

/** What is said of one act. */
interface Saying {
  act: CustodyAct
  /** Hexadecimal. */
  sha256: string
  recordId: RecordId | null
  who: string
  /** Whether a look soon after another on this computer is not said again; left out: it is not. */
  once?: boolean
}

/** The custody chain: who added, viewed and saved which file, as entries of the House (docs/protocol.md 4.6). */
export class CustodyBook {
  private readonly state: State
  private readonly spaces: Spaces
  private readonly projector: Projector
  private readonly notes: Pick<HouseNotes, 'nameOf'>
  private readonly changed: () => void

  /** `changed`: there is an entry more. */
  constructor(state: State, spaces: Spaces, projector: Projector, notes: Pick<HouseNotes, 'nameOf'>, changed: () => void) {
    this.state = state
    this.spaces = spaces
    this.projector = projector
    this.notes = notes
    this.changed = changed
    projector.hear(async (space, log, entry) => this.take(space, log, entry))
  }

  /** Writes it into the House; synced on return. Throws LOG_BEHIND, COMPUTER_REMOVED, NOT_ARRIVED, NOT_ALLOWED, DISK_FULL. */
  async say({ act, sha256, recordId, who, once = true }: Saying): Promise<void> {
    const { house } = this.spaces
    if (house.behind) throw new ParasolError('LOG_BEHIND')
    if (house.revoked) throw new ParasolError('COMPUTER_REMOVED')
    if (!house.writable) throw new ParasolError(house.arrived ? 'NOT_ALLOWED' : 'NOT_ARRIVED')
    if (act === 'viewed' && once && this.isFresh(sha256)) return
    const record = recordId ? fromHex(recordId) : Buffer.alloc(32)
    const body = encodeCustody({ record, sha256: fromHex(sha256), act, who: shortened(who) })
    await house.write([{ kind: CUSTODY_KIND, kindVersion: CUSTODY_VERSION, minimumReader: CUSTODY_VERSION, body }])
    await this.projector.catchUp(house)
  }

  /** What is said of a file, oldest first. */
  of(sha256: string): Custody[] {
    return this.state.custody.of(fromHex(sha256), SHOWN_MAX).flatMap(({ body, computer, wall }) => {
      const { record, act, who } = decodeCustody(body)
      const recordId = record.every((byte) => byte === 0) ? null : recordIdSchema.parse(toHex(record))
      const here = equal(computer, this.spaces.house.own.signer)
      return [{ act, recordId, at: isoOf(wall), computer: this.notes.nameOf(computer), here, who: plainName(who, WHO_MAX) }]
    })
  }

  private take(space: Space, log: Log, { causal, body, index }: IngestBatch['records'][number]): void {
    if (space !== this.spaces.house || causal.kind !== CUSTODY_KIND || causal.minimumReader > CUSTODY_VERSION) return
    try {
      const { sha256 } = decodeCustody(body)
      this.state.custody.put({ entryId: entryIdOf(toHex(log.id), index), sha256, body, computer: log.signer, wall: causal.wall })
      this.changed()
    } catch (error) {
      // What does not follow the format says nothing.
      if (!(error instanceof MalformedError)) throw error
    }
  }

  private isFresh(sha256: string): boolean {
    const { signer } = this.spaces.house.own
    const since = Date.now() - AGAIN_MS
    return this.state.custody
      .of(fromHex(sha256), SHOWN_MAX)
      .some(({ body, computer, wall }) => wall > since && equal(computer, signer) && decodeCustody(body).act === 'viewed')
  }
}

/** At most as many bytes as an entry takes. */
function shortened(who: string): string {
  let text = plainName(who, WHO_MAX)
  while (Buffer.byteLength(text) > WHO_MAX) text = text.slice(0, -1).toWellFormed()
  return text
}
