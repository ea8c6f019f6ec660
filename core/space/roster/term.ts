import { toHex } from '../../crypto/bytes.ts'
import type { Admission, Cut } from '../format/operation.ts'
import type { Statement } from '../format/statement.ts'
import type { Ledger, Place } from './ledger.ts'
import type { RosterBlock, Succession } from './types.ts'

/** An operation of the founder or of a steward; whether it has an effect, the members' fold decides. */
export type Step = { place: Place; founder: boolean } & (
  | { is: 'admit'; instance: Buffer; admission: Admission; statements: Statement[] }
  | { is: 'remove'; instance: Buffer; cuts: Cut[] }
)

/** An instance that the founder made a steward, or offers her place. */
export interface Appointment {
  operationId: Buffer
  instance: Buffer
  /** Said where several branches of a founder's log are cited, or by who came after her: such a steward admits, and removes nobody. */
  limited: boolean
}

/** One founder's time: the logs her operations stand in, one after the other, from where to where. */
export interface Term {
  instance: Buffer
  organisation: Buffer
  logs: { logId: Buffer; from: number; end: number }[]
  steps: Step[]
  appointments: Appointment[]
  /** Handovers that nobody has accepted. */
  offers: Omit<Appointment, 'limited'>[]
  /** What the term began with: the genesis, or the hand over or succeed founder that was accepted. */
  begun: Buffer
  /** Where she said that she is there, in order: no vote of before counts any more. */
  calls: { operationId: Buffer; logId: Buffer; index: number }[]
  /** Set where stewards have put another in her place: her logs end at their `end`, and she is out. */
  succeeded: Succession | null
  /** Set where several branches of her log are cited: from there on only what brings people in counts, and no other founder follows. */
  frozen: boolean
  /** Where terms begin that one of those branches gives to others. They bring people in, and no more. */
  limited: Start[]
}

/** Where a term begins: behind an acceptance in the log that `signer` writes. */
export interface Start {
  instance: Buffer
  organisation: Buffer
  signer: Buffer
  from: number
  /** The operation that gives it. */
  begun: Buffer
}

/**
 * Where a term begins that this operation gives to an instance; null until a device of that organisation has accepted it. An operation does that
 * once: `used` has those that did.
 */
export function accepted(ledger: Ledger, operation: RosterBlock, instance: Buffer, used: Set<string>): Start | null {
  const name = toHex(operation.operationId)
  const organisation = used.has(name) ? null : ledger.organisationOf(instance)
  const answer = organisation && ledger.acceptance(operation.operationId, organisation)
  if (!answer) return null
  used.add(name)
  return { instance, organisation, signer: answer.signer, from: answer.block.index + 1, begun: operation.operationId }
}

/** What votes against a founder have to name: what she did last to show that she is there. */
export const sinceOf = ({ begun, calls }: Pick<Term, 'begun' | 'calls'>): Buffer => calls.at(-1)?.operationId ?? begun

/** The step that an entry is, if it admits or removes. */
export function stepOf({ content, operationId }: RosterBlock, place: Place, founder: boolean): Step | null {
  if (content.is !== 'operation') return null
  const { fields } = content.operation
  if (fields.operation === 'admit')
    return { is: 'admit', place, founder, instance: operationId, admission: fields, statements: content.statements }
  if (fields.operation === 'remove') return { is: 'remove', place, founder, instance: fields.instance, cuts: fields.cuts }
  return null
}
