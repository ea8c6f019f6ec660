import { randomBytes, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import type { Index, StandingAlert } from '../../index/index.ts'
import type { ChangesGiven } from '../../records/alert.ts'
import { ANSWER_CODES } from '../../records/answer.ts'
import { answerBody, encodeBody, raiseBody, standDownBody, updateBody } from '../../records/body.ts'
import { MAX_VERSIONS, type RecordBody } from '../../records/kinds.ts'
import { recordIdOf } from '../../records/version.ts'
import type { Space } from '../../space/space.ts'
import type { Changes } from '../changes.ts'
import {
  type Alert,
  type AlertFields,
  type AlertFound,
  type AnswerFields,
  LIMITS,
  organisationIdSchema,
  type RecordId,
  type SpaceId,
  spaceIdSchema,
} from '../contract/index.ts'
import { logFault } from '../faults.ts'
import { AlertEnds } from './alert-ends.ts'
import type { AlertViews } from './alert-views.ts'
import type { NameHints } from './name-hints.ts'
import type { RecordWriter } from './record-writer.ts'
import type { Spaces } from './spaces.ts'

/** Which of them: open or over, and with these words (all for none). */
interface AlertAsk {
  open: boolean
  text: string
  cursor: string | null
  limit: number
}

interface Raised {
  raised: { spaceId: SpaceId; recordId: RecordId }[]
  missed: SpaceId[]
}

/** Raises alerts, amends and answers them, and says how they stand. Nobody has to be reachable for any of it: an entry goes out by itself when somebody is. */
export class AlertService {
  private readonly spaces: Spaces
  private readonly index: Index
  private readonly writer: RecordWriter
  private readonly views: AlertViews
  private readonly names: Pick<NameHints, 'mayName'>
  private readonly ends: AlertEnds

  constructor(spaces: Spaces, index: Index, writer: RecordWriter, views: AlertViews, names: Pick<NameHints, 'mayName'>, changes: Changes) {
    this.names = names
    this.spaces = spaces
    this.index = index
    this.writer = writer
    this.views = views
    this.ends = new AlertEnds(index, () => changes.publish('alerts'))
  }

  list({ open, text, cursor, limit }: AlertAsk): { alerts: Alert[]; nextCursor: string | null } {
    const { alerts, nextCursor } = this.index.alerts(open, cursor, limit, text)
    this.ends.await()
    return { alerts: alerts.map((alert) => this.views.brief(alert)), nextCursor }
  }

  /** Those with these words, open or over, our own first, newest first, and whether more that are over have them. */
  find(text: string): { alerts: AlertFound[]; moreOver: boolean } {
    const alerts = this.index.findAlerts(text, LIMITS.alertsFound)
    const over = alerts.filter((alert) => alert.over).length
    const moreOver = alerts.length === LIMITS.alertsFound && this.index.alerts(false, null, over + 1, text).alerts.length > over
    return { alerts, moreOver }
  }

  get(recordId: RecordId): Alert {
    return this.views.whole(this.state(recordId))
  }

  /** Whether words may name somebody who is not to be named: for a hint; null where it was not looked. Nothing waits for it, and an alert goes whatever it says. */
  mayName(words: readonly string[]): Promise<boolean | null> {
    return this.names.mayName(words)
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

  async update(recordId: RecordId, changes: ChangesGiven, news: string): Promise<void> {
    const alert = this.own(recordId)
    if (alert.stoodDown !== null) throw new ParasolError('ALERT_OVER')
    if (alert.updates.length >= LIMITS.alertUpdates) throw new ParasolError('BAD_INPUT', { field: 'updates', limit: LIMITS.alertUpdates })
    await this.append(this.writer.writable(alert.space), updateBody(alert.name, changes, news))
  }

  /** Says the same as what is there once more only where there were updates since. Whatever is past its time can be answered: the clock that says so may be wrong. */
  async answer(recordId: RecordId, said: AnswerFields): Promise<void> {
    const alert = this.state(recordId)
    if (alert.own) throw new ParasolError('NOT_ALLOWED')
    if (alert.stoodDown !== null) throw new ParasolError('ALERT_OVER')
    const body = answerBody(alert.name, alert.organisation, said, alert.updates.length)
    if (isSaid(alert, body)) return
    const space = this.writer.writable(alert.space)
    // What no reader would count must not look said.
    if (this.index.alertEntries(alert, toHex(space.own.id)) >= MAX_VERSIONS) {
      throw new ParasolError('BAD_INPUT', { field: 'versions', limit: MAX_VERSIONS })
    }
    await this.append(space, body)
  }

  async standDown(recordId: RecordId, words: string): Promise<void> {
    const alert = this.own(recordId)
    if (alert.stoodDown === null) await this.append(this.writer.writable(alert.space), standDownBody(alert.name, words))
  }

  private append(space: Space, body: RecordBody): Promise<unknown> {
    return this.writer.append(space, [encodeBody(body)])
  }

  private state(recordId: RecordId): StandingAlert {
    const alert = this.index.alert(recordId)
    if (!alert) throw new ParasolError('RECORD_NOT_FOUND')
    return alert
  }

  private own(recordId: RecordId): StandingAlert {
    const alert = this.state(recordId)
    if (!alert.own) throw new ParasolError('NOT_ALLOWED')
    return alert
  }

  /** An alert in the House would reach nobody. */
  private coalition(audience: SpaceId): Space {
    const space = this.writer.writable(audience)
    if (space === this.spaces.house) throw new ParasolError('NOT_ALLOWED')
    return space
  }
}

/** Whether this is what our organisation has answered last. */
function isSaid({ answers }: StandingAlert, { kind, body }: RecordBody): boolean {
  const said = answers.find(({ own }) => own)
  if (!said || kind !== 'answer') return false
  const { answer, brings, line, question, knows } = said
  return (
    ANSWER_CODES[answer] === body.answer &&
    brings.join('\n') === body.brings.join('\n') &&
    line === body.line &&
    question === body.question &&
    knows >= body.knows
  )
}
