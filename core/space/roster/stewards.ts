import { toHex } from '../../crypto/bytes.ts'
import type { Cut } from '../format/operation.ts'
import type { FounderChain } from './founder.ts'
import { type Ledger, operationOf, startedRosterEpoch } from './ledger.ts'
import { type Leaves, leaveEnd } from './own.ts'
import type { Epochs } from './roster-epochs.ts'
import { type Appointment, type Step, stepOf } from './term.ts'

/** A steward whose word counts: one that was admitted, in its logs below their ends. */
export interface Steward extends Appointment {
  organisation: Buffer
  logs: { logId: Buffer; end: number }[]
}

export interface StewardWork {
  stewards: Steward[]
  steps: Step[]
}

/**
 * docs/protocol.md section 6, "Stewards": what stewards say in their logs below the cut, each time citing their appointment. They admit and remove members, observers
 * and couriers, and start epochs of the roster ring. Only the founder cuts a steward, so no two stewards can take each other's word away.
 */
export function foldStewards(ledger: Ledger, chain: FounderChain, leaves: Leaves, started: Epochs): StewardWork {
  const untouchable = new Set(chain.appointments.flatMap(({ instance, limited }) => (limited ? [] : [toHex(instance)])))
  untouchable.add(toHex(chain.now.instance))
  const admitted = new Set([
    ...chain.terms.map(({ instance }) => toHex(instance)),
    ...chain.steps.filter(({ is }) => is === 'admit').map(({ instance }) => toHex(instance)),
  ])
  const stewards: Steward[] = []
  const steps: Step[] = []
  const waiting = [...chain.appointments]
  // A steward may have been admitted by another: until none is new.
  for (let found = true; found; ) {
    found = false
    for (const appointment of [...waiting]) {
      const organisation = admitted.has(toHex(appointment.instance)) ? ledger.organisationOf(appointment.instance) : null
      if (!organisation) continue
      waiting.splice(waiting.indexOf(appointment), 1)
      found = true
      const steward = { ...appointment, organisation, logs: logsOf(ledger, chain, leaves, appointment.instance, organisation) }
      stewards.push(steward)
      for (const step of stepsOf(ledger, steward, started)) {
        if (step.is === 'remove' && (appointment.limited || untouchable.has(toHex(step.instance)))) continue
        steps.push(step)
        if (step.is === 'admit') admitted.add(toHex(step.instance))
      }
    }
  }
  return { stewards, steps: steps.sort((a, b) => Buffer.compare(a.place.logId, b.place.logId) || a.place.index - b.place.index) }
}

function stepsOf(ledger: Ledger, { operationId, logs }: Steward, started: Epochs): Step[] {
  const steps: Step[] = []
  for (const { logId, end } of logs) {
    for (const block of ledger.log(logId)) {
      if (block.index >= end) break
      if (startedRosterEpoch(block)) started.start(block)
      if (!ledger.counts(block) || !operationOf(block)?.appointment.equals(operationId)) continue
      const step = stepOf(block, ledger.place(block), false)
      if (step) steps.push(step)
    }
  }
  return steps
}

/** A steward's logs, each up to the end of its device, the cut of the founder, or the leave. */
function logsOf(ledger: Ledger, chain: FounderChain, leaves: Leaves, instance: Buffer, organisation: Buffer): Steward['logs'] {
  const leave = leaves.of({ instance, organisation })
  const removals = chain.steps.filter((step) => step.is === 'remove')
  return ledger.logsOf(organisation).map(({ logId, end }) => {
    const ends = [end]
    // On one of several branches it does not end the others: what stands under epochs that began there would not count.
    const onOneBranch = leave?.place.logId.equals(logId) && leave.place.index >= ledger.contestedFrom(logId)
    if (leave && !onOneBranch) ends.push(leaveEnd(ledger, chain, leave, logId))
    for (const removal of removals) {
      const own = removal.instance.equals(instance)
      const same = own || ledger.organisationOf(removal.instance)?.equals(organisation) === true
      // What was cut under an instance before stays cut.
      if (own || (same && removal.cuts.some((cut) => cut.logId.equals(logId)))) ends.push(cutBy(removal, logId).length)
    }
    return { logId, end: Math.min(...ends) }
  })
}

/** Where a removal ends a log: at the smallest cut that it names, at 0 where it names none, never below what the remover had cited. */
export function cutBy({ cuts, place }: Extract<Step, { is: 'remove' }>, logId: Buffer): Cut {
  const floor = place.seen.of(logId)
  const named = cuts.filter((one) => one.logId.equals(logId)).sort((a, b) => a.length - b.length)[0]
  const length = Math.max(named?.length ?? 0, floor)
  return { logId, length, treeHash: named?.length === length ? named.treeHash : Buffer.alloc(32) }
}
