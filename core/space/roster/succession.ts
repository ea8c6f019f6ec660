import { toHex } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { verify } from '../../crypto/sign.ts'
import type { OperationFields } from '../format/operation.ts'
import { type Heads, type Ledger, mostOf, operationOf } from './ledger.ts'
import { type Appointment, accepted, type Start, type Step, type Term } from './term.ts'

/** Fewest stewards who may put another in a founder's place (docs/protocol.md section 6, "Founder's chain"). */
const VOTES_MIN = 2

/** What a steward's organisation signs to put `instance` in the place of `founder`. */
export const votePayload = (space: Buffer, genesisHash: Buffer, founder: Buffer, instance: Buffer): Buffer =>
  H('succeed-founder', space, genesisHash, founder, instance)

type SucceedFounder = Extract<OperationFields, { operation: 'succeed-founder' }>
type Vote = SucceedFounder['votes'][number]

interface Before {
  /** Of the terms before. */
  appointed: readonly Appointment[]
  steps: readonly Step[]
  /** Operations that a term began with. */
  used: Set<string>
}

/**
 * Where more than half of the stewards of a founder's last roster have put another in her place, and that one has accepted: where the next
 * term begins. Her logs then end where others who belong had cited them, and `term` is cut to that: what nobody had seen does not count, or
 * whoever took her key could undo it. Not where her log is contested.
 */
export function succession(ledger: Ledger, term: Term, before: Before): Start | null {
  if (term.frozen) return null
  for (const block of ledger.blocks) {
    const fields = operationOf(block)?.fields
    if (fields?.operation !== 'succeed-founder') continue
    const voters = votersOf(ledger, term, before, fields)
    if (voters.length < VOTES_MIN) continue
    const cut = cutToCited(ledger, term, before, voters)
    const stewards = stewardsOf(cut, before)
    const votes = voters.filter((voter) => stewards.has(toHex(voter))).length
    if (votes < VOTES_MIN || votes * 2 <= stewards.size) continue
    const next = accepted(ledger, block, fields.instance, before.used)
    if (!next) continue
    Object.assign(term, cut, { succeeded: true })
    return next
  }
  return null
}

/** Instances that were ever made stewards and whose organisation has signed, of each the first vote: no others are worth checking a signature. */
function votersOf(ledger: Ledger, term: Term, before: Before, { instance, votes }: SucceedFounder): Buffer[] {
  const appointed = new Set(appointedIn(term, before))
  const payload = votePayload(ledger.space, ledger.genesisHash, term.instance, instance)
  const out: Buffer[] = []
  for (const vote of votes) {
    // Once it was heard, a steward is not heard again.
    const organisation = appointed.delete(toHex(vote.steward)) ? ledger.organisationOf(vote.steward) : null
    if (organisation && isSigned(vote, payload, organisation)) out.push(vote.steward)
  }
  return out
}

/** What was found of a vote, and for what: a fold reads the same ones over and over. */
const checked = new WeakMap<Vote, { payload: Buffer; organisation: Buffer; good: boolean }>()

function isSigned(vote: Vote, payload: Buffer, organisation: Buffer): boolean {
  const known = checked.get(vote)
  if (known?.payload.equals(payload) && known.organisation.equals(organisation)) return known.good
  const good = verify(vote.signature, payload, organisation)
  checked.set(vote, { payload, organisation, good })
  return good
}

const appointedIn = (term: Term, before: Before): string[] =>
  [...before.appointed, ...term.appointments].map(({ instance }) => toHex(instance))

function stewardsOf(term: Term, before: Before): Set<string> {
  const appointed = appointedIn(term, before)
  const removed = removedBy([...before.steps, ...term.steps])
  return new Set(appointed.filter((name) => !removed.has(name) && name !== toHex(term.instance)))
}

const removedBy = (steps: readonly Step[]): Set<string> =>
  new Set(steps.filter(({ is }) => is === 'remove').map(({ instance }) => toHex(instance)))

/**
 * The term as far as it was cited by the voters and by the organisations that it admitted itself up to there. Grows from round to round, so it
 * comes to an end.
 */
function cutToCited(ledger: Ledger, term: Term, before: Before, voters: readonly Buffer[]): Term {
  let cut: Term = { ...term, logs: [], steps: [], appointments: [] }
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
  const within = (logId: Buffer, index: number) => logs.some((log) => log.logId.equals(logId) && index < log.end)
  return {
    ...term,
    logs,
    steps: term.steps.filter(({ place }) => within(place.logId, place.index)),
    appointments: term.appointments.filter(({ operationId }) => {
      const block = ledger.operation(operationId)
      return block !== undefined && within(block.logId, block.index)
    }),
  }
}
