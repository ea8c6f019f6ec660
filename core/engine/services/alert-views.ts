import { toHex } from '../../crypto/bytes.ts'
import type { StandingAlert } from '../../index/index.ts'
import { isoOf } from '../../records/version.ts'
import type { Space } from '../../space/space.ts'
import type { Alert, EntryId, Mention, RecordId, SpaceId } from '../contract/index.ts'
import { authorIn } from './authors.ts'
import { isDisputed } from './disputes.ts'
import type { ReachService } from './reach.ts'
import type { Spaces } from './spaces.ts'

/** Alerts in the words of the contract: who raised and answered them, and how far our own have come. */
export class AlertViews {
  private readonly spaces: Spaces
  private readonly holders: ReachService
  private readonly connected: (space: Space) => number

  private readonly mentions: (alert: RecordId) => Mention[]

  /** `connected`: partners of a space that are connected now. `mentions`: what names an alert. */
  constructor(spaces: Spaces, holders: ReachService, connected: (space: Space) => number, mentions: (alert: RecordId) => Mention[]) {
    this.spaces = spaces
    this.holders = holders
    this.connected = connected
    this.mentions = mentions
  }

  /** As a list has it: of the updates the last alone. */
  brief(alert: StandingAlert): Alert {
    const whole = this.described(alert)
    return { ...whole, updates: whole.updates.slice(-1) }
  }

  whole(alert: StandingAlert): Alert {
    return { ...this.described(alert), incidents: this.mentions(alert.recordId).filter(({ kind }) => kind === 'incident') }
  }

  private described(alert: StandingAlert): Alert {
    const { recordId, space, entryId, fields, organisation, raised, stoodDown, words, until, open, updates, answers } = alert
    const mine = answers.find(({ own }) => own) ?? null
    const count = updates.length
    return {
      recordId,
      spaceId: space,
      entryId,
      fields,
      author: authorIn(this.spaces, space, organisation),
      here: alert.own && this.isOfThisComputer(space, entryId),
      raisedAt: isoOf(raised),
      stoodDownAt: stoodDown === null ? null : isoOf(stoodDown),
      lastWords: words,
      endsAt: isoOf(until),
      over: !open,
      updates: updates.map((update) => ({ entryId: update.entryId, news: update.news, changed: update.changed, at: isoOf(update.wall) })),
      updateCount: count,
      answers: answers
        .toSorted((a, b) => b.wall - a.wall)
        .map(({ answer, brings, line, question, knows, wall, organisation: who }) => ({
          author: authorIn(this.spaces, space, who),
          answer,
          brings,
          line,
          question,
          answeredAt: isoOf(wall),
          current: knows >= count,
        })),
      disputed: this.spaces.has(space) && isDisputed(this.spaces.get(space), entryId),
      mine: mine?.answer ?? null,
      incidents: [],
      answerArrived: mine === null || !this.spaces.has(space) || this.holders.isWith(this.spaces.get(space), mine.entryId, organisation),
      news: mine !== null && mine.knows < count,
      ...(alert.own && this.spaces.has(space) ? { reach: this.reach(this.spaces.get(space), alert) } : {}),
    }
  }

  private reach(space: Space, { entryId, last }: StandingAlert): Required<Alert>['reach'] {
    return {
      ...this.holders.of(space, [entryId]),
      latest: this.holders.of(space, [entryId, last]).partners,
      connected: this.connected(space),
    }
  }

  /** Whether an entry of ours stands in the log of this computer, or in one that it went on from after a backup. */
  private isOfThisComputer(spaceId: SpaceId, entryId: EntryId): boolean {
    if (!this.spaces.has(spaceId)) return false
    const { own, me } = this.spaces.get(spaceId)
    const [log] = entryId.split(':')
    if (toHex(own.id) === log) return true
    return me?.devices.some(({ logId, succeeded }) => succeeded && toHex(logId) === log) ?? false
  }
}
