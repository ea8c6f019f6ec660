import { toHex } from '../../crypto/bytes.ts'
import { logIdOf } from '../../log/log-id.ts'
import type { Genesis } from '../format/genesis.ts'
import { type Heads, type Ledger, mostOf, ownOperation, startedRosterEpoch } from './ledger.ts'
import type { Leaves } from './own.ts'
import type { Epochs } from './roster-epochs.ts'
import { type Election, NO_ELECTION, Poll } from './succession.ts'
import { type Appointment, accepted, type Start, type Step, stepOf, type Term } from './term.ts'

/** What the founders' operations say, in their order. */
export interface FounderChain {
  terms: Term[]
  /** The term of the founder now. */
  now: Term
  /** How far stewards have come in putting another in her place. */
  election: Election
  steps: Step[]
  appointments: Appointment[]
  /** The logs that the chain runs through. */
  logIds: Buffer[]
}

/**
 * docs/protocol.md section 6, "Founder's chain": the founder's primary log in index order, up to where a statement of her organisation ends it; then the log that
 * succeeds it. A handover ends her term once the other has accepted it; where she is gone, more than half of her stewards name another. The
 * next term begins behind the acceptance. An entry counts only under a roster epoch that founder or stewards have started. Where a founder's log is
 * contested nobody can tell who was put in charge: nobody has the say any more, and whoever was let in by those who may have been stays. Only where
 * none of its branches gives her place away does she go on, in the log that her organisation has named to succeed it.
 */
export function founderChain(ledger: Ledger, genesis: Genesis, instance: Buffer, started: Epochs, leaves: Leaves): FounderChain {
  const terms: Term[] = []
  const used = new Set<string>()
  let now = begun(ledger, { instance, organisation: genesis.organisation, signer: genesis.certify.fields.device, from: 0, begun: instance })
  let election: Election = NO_ELECTION
  for (let term: Term | null = now; term; ) {
    const appointed = terms.flatMap((one) => one.appointments)
    const steps = terms.flatMap((one) => one.steps)
    let next: Start | null = walk(ledger, term, started, used)
    if (!next) {
      const poll = new Poll(ledger, term, { appointed, steps, used, leaves })
      next = poll.succession()
      election = next ? NO_ELECTION : poll.election()
    }
    terms.push(term)
    now = term
    term = next && begun(ledger, next)
  }
  const limited = [...now.limited]
  for (let start = limited.shift(); start; start = limited.shift()) {
    const term = begun(ledger, start)
    walk(ledger, term, started, used, true)
    terms.push(term)
    limited.push(...term.limited)
  }
  return {
    terms,
    now,
    election,
    steps: terms.flatMap((one) => one.steps),
    appointments: terms.flatMap((one) => one.appointments),
    logIds: terms.flatMap((one) => one.logs.map(({ logId }) => logId)),
  }
}

const begun = (ledger: Ledger, start: Start): Term => ({
  instance: start.instance,
  organisation: start.organisation,
  logs: primaryLogs(ledger, start),
  steps: [],
  appointments: [],
  offers: [],
  begun: start.begun,
  calls: [],
  succeeded: null,
  frozen: false,
  limited: [],
})

/** The log in which a term begins, and those that succeed it one after the other. */
function primaryLogs(ledger: Ledger, { organisation, signer: first, from }: Start): Term['logs'] {
  const { devices, statements } = ledger.statements.of(organisation)
  const out: Term['logs'] = []
  const seen = new Set<string>()
  let signer = first
  while (!seen.has(toHex(signer))) {
    seen.add(toHex(signer))
    const device = devices.find((one) => one.signer.equals(signer))
    if (!device) break
    const end = device.end?.length ?? Number.POSITIVE_INFINITY
    out.push({ logId: logIdOf(ledger.space, signer), from: out.length === 0 ? from : 0, end })
    const successor = statements.find(({ fields }) => fields.kind === 'succeed' && fields.lost.equals(signer))
    if (successor?.fields.kind !== 'succeed') break
    signer = successor.fields.device
  }
  return out
}

/**
 * Reads a term up to a handover that was accepted: then the next begins there. What was cited in a log before counts in its successor. From
 * where its log is contested on, or `throughout`, it is limited.
 */
function walk(ledger: Ledger, term: Term, started: Epochs, used: Set<string>, throughout = false): Start | null {
  let before: readonly Heads[] = []
  for (const [at, log] of term.logs.entries()) {
    for (const block of ledger.log(log.logId)) {
      if (block.index < log.from || block.index >= log.end) continue
      if (startedRosterEpoch(block)) started.start(block)
      if (!ledger.counts(block)) continue
      const fields = ownOperation(block)
      const limited = throughout || block.index >= ledger.contestedFrom(log.logId)
      if (fields?.operation === 'hand-over') {
        const next = accepted(ledger, block, fields.instance, used)
        if (!next) {
          term.offers.push({ operationId: block.operationId, instance: fields.instance })
          continue
        }
        if (limited) {
          term.limited.push(next)
          continue
        }
        log.end = block.index + 1
        term.logs.splice(at + 1)
        return next
      }
      if (fields?.operation === 'appoint') {
        term.appointments.push({ operationId: block.operationId, instance: fields.instance, limited })
      }
      if (fields?.operation === 'here') term.calls.push(block)
      const own = ledger.place(block)
      const step = fields && stepOf(block, { ...own, seen: mostOf([...before, own.seen]) }, true)
      if (step && (step.is === 'admit' || !limited)) term.steps.push(step)
    }
    const isContested = ledger.contestedFrom(log.logId) < log.end
    if (isContested && (term.limited.length > 0 || at === term.logs.length - 1)) {
      term.frozen = true
      term.logs.splice(at + 1)
      return null
    }
    // A log that succeeds another was begun with all of that in hand.
    const { logId, end } = log
    before = [...before, ledger.citedBy(logId), { of: (one) => (one.equals(logId) ? end : 0) }]
  }
  return null
}
