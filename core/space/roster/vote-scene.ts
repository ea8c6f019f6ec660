import type { RoleCode, VoteFields } from '../format/operation.ts'
import { type Organisation, Story } from './testing.ts'
import type { RosterBlock } from './types.ts'

/** A vote and whose it is. */
export type Given = [Organisation, VoteFields]

/** A founder who may be gone, Asha and Bella, her stewards, and Cleo, a member. Dora does not belong yet. */
export class VoteScene {
  readonly story = new Story()
  readonly asha = this.story.organisation('Asha')
  readonly bella = this.story.organisation('Bella')
  readonly cleo = this.story.organisation('Cleo')
  readonly dora = this.story.organisation('Dora')

  constructor() {
    for (const one of [this.asha, this.bella, this.cleo]) this.story.admit(one)
    for (const one of [this.asha, this.bella]) this.story.appoint(one)
  }

  /** Says that it has seen so much of the founder's log. */
  cite(by: Organisation, length = this.story.founder.computer.length): RosterBlock {
    return this.story.operate(
      by.computer,
      { operation: 'accept', accepted: by.instance },
      { heads: [[this.story.founder.computer, length]] },
    )
  }

  vote(of: readonly Organisation[], next: Organisation): Given[] {
    const { since } = this.story.fold()
    return of.map((one) => [one, this.story.vote(one, next, { since })])
  }

  accept(next: Organisation, { operationId }: RosterBlock, at: Parameters<Story['operate']>[2] = {}): RosterBlock {
    return this.story.operate(next.computer, { operation: 'accept', accepted: operationId }, at)
  }

  /** All of these vote, the first puts the votes together, and the other accepts. */
  succeed(of: readonly [Organisation, ...Organisation[]], next: Organisation): void {
    const votes = this.vote([...new Set(of)], next)
    const quoted = of.flatMap((one) => votes.filter(([by]) => by === one))
    this.accept(next, this.story.succeed(of[0], next, quoted))
  }

  roleOf(of: Organisation): RoleCode {
    return this.story.member(of).role
  }

  get elected(): Buffer[] {
    return this.story.fold().elected
  }
}
