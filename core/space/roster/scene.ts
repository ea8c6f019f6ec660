import { type Computer, type Organisation, Story } from './testing.ts'
import type { ForkedLog, Roster, RosterBlock } from './types.ts'

type At = Parameters<Story['operate']>[2]

/** Names of those who belong. */
export const names = (roster: Roster): string[] => roster.members.filter((one) => one.present).map((one) => one.name)

/** A founder alone, and two who do not belong yet. */
export function alone(): { story: Story; asha: Organisation; bella: Organisation } {
  const story = new Story()
  return { story, asha: story.organisation('Asha'), bella: story.organisation('Bella') }
}

/** A founder and three members, of whom Asha is a steward. Dora, Eve and Police do not belong yet. */
export class Scene {
  readonly story = new Story()
  readonly founder = this.story.founder
  readonly asha = this.story.organisation('Asha')
  readonly bella = this.story.organisation('Bella')
  readonly cleo = this.story.organisation('Cleo')
  readonly dora = this.story.organisation('Dora')
  readonly eve = this.story.organisation('Eve')
  readonly police = this.story.organisation('Police')
  /** The appointment that Asha's operations cite. */
  readonly byAsha: Buffer

  constructor() {
    for (const one of [this.asha, this.bella, this.cleo]) this.story.admit(one)
    this.byAsha = this.story.appoint(this.asha)
  }

  fold(...forked: ForkedLog[]): Roster {
    return this.story.fold(this.story.blocks, forked)
  }

  /** Says that it has seen so much of a log. */
  cite(by: Organisation | Computer, of: Computer, length = of.length): RosterBlock {
    const computer = 'computer' in by ? by.computer : by
    const accepted = ('computer' in by ? by : by.owner).instance
    return this.story.operate(computer, { operation: 'accept', accepted }, { heads: [[of, length]] })
  }

  /** A steward lets somebody in. */
  admitBy(by: Computer, newcomer: Organisation, appointment: Buffer, at: At = {}): RosterBlock {
    const block = this.story.operate(by, this.story.admission(newcomer), { appointment, ...at })
    newcomer.instance = block.operationId
    return block
  }

  /** The same, and the newcomer accepts. */
  bringIn(by: Computer, newcomer: Organisation, appointment: Buffer): void {
    const { operationId } = this.admitBy(by, newcomer, appointment)
    this.story.operate(newcomer.computer, { operation: 'accept', accepted: operationId })
  }

  /** A steward removes somebody as of now. */
  removeBy(by: Computer, gone: Organisation, appointment = this.byAsha, length = gone.computer.length): RosterBlock {
    return this.story.remove(gone, [[gone.computer, length]], { appointment }, by)
  }
}
