import type { RosterBlock } from './types.ts'

/** What one signature that has to be checked counts for, among things that have only to be looked at. */
const SIGNATURE = 64

/** Boxes of a granted key that count for one: a newcomer has one for each of its computers and one to recover by. */
const BOXES = 4

/**
 * How much the fold has to look at for one entry beside the entry itself: heads, instances, granted keys, cuts; and signatures, which are dearer. A
 * function of the entry alone, so that everybody weighs it alike.
 */
export function weightOf({ causal, content }: RosterBlock): number {
  return causal.heads.length + contentWeight(content)
}

function contentWeight(content: RosterBlock['content']): number {
  switch (content.is) {
    case 'genesis':
      return SIGNATURE
    case 'epoch':
      return content.epoch.instances.length
    case 'grant':
      return content.grant.keys.reduce((sum, { boxes }) => sum + Math.ceil(boxes.length / BOXES), 0)
    case 'operation': {
      const { fields } = content.operation
      const cuts = 'cuts' in fields ? fields.cuts.length : 0
      const votes = fields.operation === 'succeed-founder' ? fields.votes.length : fields.operation === 'vote' ? 1 : 0
      const statements = fields.operation === 'admit' ? fields.statements.length : fields.operation === 'statement' ? 1 : 0
      return cuts + (votes + statements) * SIGNATURE
    }
  }
}
