import { toHex } from '../../crypto/bytes.ts'
import type { OperationFields } from '../format/operation.ts'
import { type Heads, knows, type Ledger, mostOf, operationOf, type Place } from './ledger.ts'
import type { Leave, Leaves } from './own.ts'
import { type Appointment, accepted, type Start, type Step, sinceOf, type Term } from './term.ts'
import type { Roster, RosterBlock } from './types.ts'
import { isLater, lastWord, VOTES_MIN, type Word, wordsOf } from './votes.ts'

type SucceedFounder = Extract<OperationFields, { operation: 'succeed-founder' }>

/** How far stewards have come in putting another in the place of the founder now. */
export type Election = Pick<Roster, 'since' | 'sinces' | 'votes' | 'successions' | 'elected'>
export const NO_ELECTION: Election = { since: Buffer.alloc(32), sinces: [], votes: [], successions: [], elected: [] }

interface Before {
  /** Of the terms before. */
  appointed: readonly Appointment[]
  steps: readonly Step[]
  /** Operations that a term began with. */
  used: Set<string>
  leaves: Leaves
}

/** What the stewards of one founder say, who may be gone. */
export class Poll {
  private readonly ledger: Ledger
  private readonly term: Term
  private readonly before: Before
  private readonly words = new Map<string, { all: Word[]; bySignature: Map<string, Word> }>()

  constructor(ledger: Ledger, term: Term, before: Before) {
    this.ledger = ledger
    this.term = term
    this.before = before
  }

  /**
   * Where more than half of the stewards of the founder's last roster have put another in her place, and that one has accepted: where the next
   * term begins. Her logs then end where others who belong had cited them, and the term is cut to that: what nobody had seen does not count, or
   * whoever took her key could undo it. Not where her log is contested.
   */
  succession(): Start | null {
    const { ledger, term, before } = this
    if (term.frozen) return null
    for (const { block, fields } of this.written()) {
      const organisation = ledger.organisationOf(fields.instance)
      const answer = organisation && ledger.acceptance(block.operationId, organisation)
      if (!answer) continue
      const hands = [ledger.place(block), ledger.place(answer.block)]
      const cut = this.carried(fields, (word) => hands.some((hand) => knows(hand, word)))
      const next = cut && accepted(ledger, block, fields.instance, before.used)
      if (!next) continue
      Object.assign(term, cut.term, { succeeded: { by: fields.instance, since: sinceOf(cut.term), votes: cut.votes } })
      return next
    }
    return null
  }

  /** What is said by now, and what would come of it. */
  election(): Election {
    const { ledger, term } = this
    const since = sinceOf(term)
    const sinces = [term.begun, ...term.calls.map(({ operationId }) => operationId)]
    if (term.frozen) return { ...NO_ELECTION, since, sinces }
    // Also what only this computer has heard from her.
    const counts = (fields: SucceedFounder): boolean => {
      const cut = this.carried(fields, () => true)
      return cut !== null && sinceOf(cut.term).equals(since)
    }
    const stewards = appointedIn(term, this.before).map((name) => Buffer.from(name, 'hex'))
    const votes = stewards.flatMap((steward) => {
      const word = lastWord(this.wordsOf(steward).all.filter((one) => one.since.equals(since)))
      return word ? [{ steward, instance: word.instance, number: word.number, signature: word.signature }] : []
    })
    const successions = [...this.written()].flatMap(({ block, fields }) => {
      const organisation = ledger.organisationOf(fields.instance)
      const waits = organisation && !ledger.acceptance(block.operationId, organisation) && counts(fields)
      return waits ? [{ operationId: block.operationId, instance: fields.instance }] : []
    })
    const named = new Map(votes.flatMap(({ instance }) => (instance ? [[toHex(instance), instance] as const] : [])))
    const elected = [...named.values()].filter((instance) => {
      if (successions.some((one) => one.instance.equals(instance))) return false
      const list = votes.filter((one) => one.instance?.equals(instance))
      return counts({ operation: 'succeed-founder', instance, votes: list })
    })
    return { since, sinces, votes, successions, elected }
  }

  private *written(): Generator<{ block: RosterBlock; fields: SucceedFounder }> {
    for (const block of this.ledger.blocks) {
      const fields = operationOf(block)?.fields
      if (fields?.operation === 'succeed-founder') yield { block, fields }
    }
  }

  /** The term as it is cut where these votes are enough; null where they are not. `isHeard`: which later words, and leaves, of stewards take their votes back. */
  private carried(fields: SucceedFounder, isHeard: (at: Pick<Place, 'logId' | 'index'>) => boolean): { term: Term; votes: Word[] } | null {
    const voters = this.votersOf(fields, isHeard)
    if (voters.length < VOTES_MIN) return null
    const { ledger, term, before } = this
    const cut = cutToCited(
      ledger,
      term,
      before,
      voters.map(({ steward }) => steward),
    )
    const since = sinceOf(cut)
    const current = voters.filter((word) => word.since.equals(since))
    const voted = new Set(current.map(({ steward }) => toHex(steward)))
    const removed = removedBy([...before.steps, ...cut.steps])
    if (removed.has(toHex(fields.instance))) return null
    const stewards = stewardsOf(cut, before, removed)
    // Who has left is not waited for.
    const left = stewards.filter((name) => !voted.has(name) && this.leaveOf(Buffer.from(name, 'hex'))).length
    const votes = current.filter(({ steward }) => stewards.includes(toHex(steward)))
    return votes.length >= VOTES_MIN && votes.length * 2 > stewards.length - left ? { term: cut, votes } : null
  }

  /** The words that are quoted of instances that were ever made stewards, of each the first: no others are worth checking a signature. */
  private votersOf({ instance, votes }: SucceedFounder, isHeard: (at: Pick<Place, 'logId' | 'index'>) => boolean): Word[] {
    const appointed = new Set(appointedIn(this.term, this.before))
    const out: Word[] = []
    for (const { steward, signature } of votes) {
      // Once it was heard, a steward is not heard again.
      if (!appointed.delete(toHex(steward))) continue
      const { all, bySignature } = this.wordsOf(steward)
      const word = bySignature.get(toHex(signature))
      const leave = word && this.leaveOf(steward)
      if (!word?.instance?.equals(instance) || (leave && isHeard(leave.place))) continue
      if (all.some((other) => isLater(other, word) && isHeard(other))) continue
      out.push(word)
    }
    return out
  }

  private wordsOf(steward: Buffer): { all: Word[]; bySignature: Map<string, Word> } {
    const name = toHex(steward)
    const known = this.words.get(name)
    if (known) return known
    const organisation = this.ledger.organisationOf(steward)
    const all = organisation ? wordsOf(this.ledger, steward, organisation) : []
    const words = { all, bySignature: new Map(all.map((word) => [toHex(word.signature), word])) }
    this.words.set(name, words)
    return words
  }

  private leaveOf(instance: Buffer): Leave | null {
    const organisation = this.ledger.organisationOf(instance)
    return organisation && this.before.leaves.of({ instance, organisation })
  }
}

/** Each once. */
const appointedIn = (term: Term, before: Before): string[] => [
  ...new Set([...before.appointed, ...term.appointments].map(({ instance }) => toHex(instance))),
]

const stewardsOf = (term: Term, before: Before, removed: ReadonlySet<string>): string[] =>
  appointedIn(term, before).filter((name) => !removed.has(name) && name !== toHex(term.instance))

const removedBy = (steps: readonly Step[]): Set<string> =>
  new Set(steps.filter(({ is }) => is === 'remove').map(({ instance }) => toHex(instance)))

/**
 * The term as far as it was cited by the voters and by the organisations that it admitted itself up to there. Grows from round to round, so it
 * comes to an end.
 */
function cutToCited(ledger: Ledger, term: Term, before: Before, voters: readonly Buffer[]): Term {
  let cut: Term = { ...term, logs: [], steps: [], appointments: [], calls: [] }
  for (let length = -1; ; ) {
    const steps = [...before.steps, ...cut.steps]
    const removed = removedBy(steps)
    const admitted = steps.filter(({ is, instance }) => is === 'admit' && !removed.has(toHex(instance)))
    cut = upTo(ledger, term, citedByAll(ledger, [...voters, ...admitted.map(({ instance }) => instance)]))
    const now = cut.logs.reduce((sum, { end }) => sum + end, 0)
    if (now <= length) return cut
    length = now
  }
}

function citedByAll(ledger: Ledger, instances: readonly Buffer[]): Heads {
  const organisations = instances.flatMap((instance) => ledger.organisationOf(instance) ?? [])
  return mostOf(organisations.flatMap((one) => ledger.logsOf(one)).map(({ logId }) => ledger.citedBy(logId)))
}

function upTo(ledger: Ledger, term: Term, cited: Heads): Term {
  // The genesis stands whatever comes: the invite names it by its hash.
  const logs = term.logs.map((log) => ({ ...log, end: Math.min(log.end, Math.max(log.from, cited.of(log.logId), 1)) }))
  const within = ({ logId, index }: Pick<Place, 'logId' | 'index'>) => logs.some((log) => log.logId.equals(logId) && index < log.end)
  return {
    ...term,
    logs,
    steps: term.steps.filter(({ place }) => within(place)),
    calls: term.calls.filter(within),
    appointments: term.appointments.filter(({ operationId }) => {
      const block = ledger.operation(operationId)
      return block !== undefined && within(block)
    }),
  }
}
