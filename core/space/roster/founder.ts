import { toHex } from '../../crypto/bytes.ts'
import { logIdOf } from '../../log/log-id.ts'
import type { Genesis } from '../format/genesis.ts'
import { type Heads, type Ledger, mostOf, ownOperation, startedRosterEpoch } from './ledger.ts'
import type { Epochs } from './roster-epochs.ts'
import { succession } from './succession.ts'
import { type Appointment, accepted, type Start, type Step, stepOf, type Term } from './term.ts'

/** What the founders' operations say, in their order. The last term is that of the founder now. */
export interface FounderChain {
  terms: Term[]
  steps: Step[]
  appointments: Appointment[]
  /** The logs that the chain runs through. */
  logIds: Buffer[]
}

/**
 * DESIGN 6, steps 3 and 4: the founder's primary log in index order, up to where a statement of her organisation ends it; then the log that
 * succeeds it. A handover ends her term once the other has accepted it; where she is gone, more than half of her stewards name another. The
 * next term begins behind the acceptance. An entry counts only under a roster epoch that founder or stewards have started.
 */
export function founderChain(ledger: Ledger, genesis: Genesis, instance: Buffer, started: Epochs): FounderChain {
  const terms: Term[] = []
  const used = new Set<string>()
  let start: Start | null = { instance, organisation: genesis.organisation, signer: genesis.certify.fields.device, from: 0 }
  while (start) {
    const term: Term = {
      instance: start.instance,
      organisation: start.organisation,
      logs: primaryLogs(ledger, start),
      steps: [],
      appointments: [],
      offers: [],
      succeeded: false,
    }
    const appointed = terms.flatMap((one) => one.appointments)
    const steps = terms.flatMap((one) => one.steps)
    start = walk(ledger, term, started, used) ?? succession(ledger, term, { appointed, steps, used })
    terms.push(term)
  }
  return {
    terms,
    steps: terms.flatMap((one) => one.steps),
    appointments: terms.flatMap((one) => one.appointments),
    logIds: terms.flatMap((one) => one.logs.map(({ logId }) => logId)),
  }
}

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

/** Reads a term up to a handover that was accepted: then the next begins there. What was cited in a log before counts in its successor. */
function walk(ledger: Ledger, term: Term, started: Epochs, used: Set<string>): Start | null {
  let before: readonly Heads[] = []
  for (const [at, log] of term.logs.entries()) {
    for (const block of ledger.log(log.logId)) {
      if (block.index < log.from || block.index >= log.end) continue
      if (startedRosterEpoch(block)) started.start(block)
      if (!ledger.counts(block)) continue
      const fields = ownOperation(block)
      if (fields?.operation === 'hand-over') {
        const next = accepted(ledger, block, fields.instance, used)
        if (!next) {
          term.offers.push({ operationId: block.operationId, instance: fields.instance })
          continue
        }
        log.end = block.index + 1
        term.logs.splice(at + 1)
        return next
      }
      if (fields?.operation === 'appoint') term.appointments.push({ operationId: block.operationId, instance: fields.instance })
      const own = ledger.place(block)
      const step = fields && stepOf(block, { ...own, seen: mostOf([...before, own.seen]) }, true)
      if (step) term.steps.push(step)
    }
    // A log that succeeds another was begun with all of that in hand.
    const { logId, end } = log
    before = [...before, ledger.citedBy(logId), { of: (one) => (one.equals(logId) ? end : 0) }]
  }
  return null
}
