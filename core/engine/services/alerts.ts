import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Index } from '../../index/index.ts'
import type { AlertState } from '../../records/alert-fold.ts'
import { answerBody, encodeBody, raiseBody, standDownBody } from '../../records/body.ts'
import { MAX_VERSIONS, type RecordBody } from '../../records/kinds.ts'
import { isoOf, recordIdOf } from '../../records/version.ts'
import type { Space } from '../../space/space.ts'
import {
  type Alert,
  type AlertFields,
  type Answer,
  type EntryId,
  organisationIdSchema,
  type RecordId,
  type SpaceId,
  spaceIdSchema,
} from '../contract/index.ts'
import { logFault } from '../faults.ts'
import { authorIn } from './authors.ts'
import { isDisputed } from './disputes.ts'
import type { ReachService } from './reach.ts'
import type { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

interface Raised {
  raised: { spaceId: SpaceId; recordId: RecordId }[]
  missed: SpaceId[]
}

/** Raises alerts, answers them, and says how they stand. Nobody has to be reachable for any of it: an entry goes out by itself when somebody is. */
export class AlertService {
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly writer: RecordWriter
  private readonly holders: ReachService

  constructor(spaces: Spaces, index: Index, writer: RecordWriter, holders: ReachService) {
    this.spaces = spaces
    this.index = index
    this.writer = writer
    this.holders = holders
  }

  list({ open, cursor, limit }: { open: boolean; cursor: string | null; limit: number }): { alerts: Alert[]; nextCursor: string | null } {
    const { alerts, nextCursor } = this.index.alerts(open, cursor, limit)
    return { alerts: alerts.map((alert) => this.describe(alert)), nextCursor }
  }

  get(recordId: RecordId): Alert {
    return this.describe(this.state(recordId))
  }

  /** One alert a coalition, each under a name of its own, so that nothing ties them together. */
  async raise({ audiences, fields }: { audiences: readonly SpaceId[]; fields: AlertFields }): Promise<Raised> {
    const spaces = [...new Set(audiences)].map((audience) => this.coalition(audience))
    const now = Date.now()
    const alerts = spaces.map((space) => {
      const name = toHex(randomBytes(16))
      return { space, name, body: raiseBody(name, fields, now) }
    })
    const done: Raised = { raised: [], missed: [] }
    let failure: unknown = null
    for (const { space, name, body } of alerts) {
      const spaceId = spaceIdSchema.parse(toHex(space.id))
      try {
        await this.append(space, body)
        const organisation = organisationIdSchema.parse(toHex(space.organisationKey))
        done.raised.push({ spaceId, recordId: recordIdOf(spaceId, organisation, name) })
      } catch (error) {
        // What went out before must not look as if it had not.
        logFault('alert', error)
        failure = error
        done.missed.push(spaceId)
      }
    }
    if (done.raised.length === 0) throw failure
    return done
  }

  async answer(recordId: RecordId, answer: Answer): Promise<void> {
    const alert = this.state(recordId)
    if (alert.own) throw new ParasolError('NOT_ALLOWED')
    if (alert.stoodDown !== null) throw new ParasolError('ALERT_OVER')
    if (mine(alert) === answer) return
    const space = this.writer.writable(alert.space)
    // What no reader would count must not look said.
    if (this.index.alertEntries(alert, toHex(space.own.id)) >= MAX_VERSIONS) {
      throw new ParasolError('BAD_INPUT', { field: 'versions', limit: MAX_VERSIONS })
    }
    await this.append(space, answerBody(alert.name, alert.organisation, answer))
  }

  async standDown(recordId: RecordId): Promise<void> {
    const alert = this.state(recordId)
    if (!alert.own) throw new ParasolError('NOT_ALLOWED')
    if (alert.stoodDown === null) await this.append(this.writer.writable(alert.space), standDownBody(alert.name))
  }

  private append(space: Space, body: RecordBody): Promise<unknown> {
    return this.writer.append(space, [encodeBody(body)])
  }

  private state(recordId: RecordId): AlertState {
    const alert = this.index.alert(recordId)
    if (!alert) throw new ParasolError('RECORD_NOT_FOUND')
    return alert
  }

  /** An alert in the House would reach nobody. */
  private coalition(audience: SpaceId): Space {
    const space = this.writer.writable(audience)
    if (space === this.spaces.house) throw new ParasolError('NOT_ALLOWED')
    return space
  }

  /** Whether an entry of ours stands in the log of this computer, or in one that it went on from after a backup. */
  private isOfThisComputer(spaceId: SpaceId, entryId: EntryId): boolean {
    if (!this.spaces.has(spaceId)) return false
    const { own, me } = this.spaces.get(spaceId)
    const [log] = entryId.split(':')
    if (toHex(own.id) === log) return true
    return me?.devices.some(({ logId, succeeded }) => succeeded && toHex(logId) === log) ?? false
  }

  private describe(alert: AlertState): Alert {
    const { recordId, space, entryId, fields, organisation, raised, stoodDown, answers } = alert
    const latestFirst = answers.toSorted((a, b) => b.wall - a.wall)
    return {
      recordId,
      spaceId: space,
      entryId,
      fields,
      author: authorIn(this.spaces, space, organisation),
      here: alert.own && this.isOfThisComputer(space, entryId),
      raisedAt: isoOf(raised),
      stoodDownAt: stoodDown === null ? null : isoOf(stoodDown),
      answers: latestFirst.map((one) => ({
        author: authorIn(this.spaces, space, one.organisation),
        answer: one.answer,
        answeredAt: isoOf(one.wall),
      })),
      disputed: this.spaces.has(space) && isDisputed(this.spaces.get(space), entryId),
      mine: mine(alert),
      ...(alert.own && this.spaces.has(space) ? { reach: this.holders.of(this.spaces.get(space), [entryId]) } : {}),
    }
  }
}

const mine = ({ answers }: AlertState): Answer | null => answers.find(({ own }) => own)?.answer ?? null
