import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { RefusalCode } from '../../core/engine/contract/index.ts'

/** What the computer of `who` did before it was turned away. */
export function refusalSentence(code: RefusalCode, who: string): MessageDescriptor {
  switch (code) {
    case 'stranger':
      return msg`${who} did not show that it belongs to one of your coalitions.`
    case 'silent':
      return msg`${who} connected, and then said nothing.`
    case 'malformed':
      return msg`${who} sent something that Parasol does not understand.`
    case 'oversize':
      return msg`${who} sent a message that was too big.`
    case 'flood':
      return msg`${who} sent more at once than it may.`
    case 'too-long':
      return msg`${who} spoke of a log that is too long to be true.`
    case 'forged':
      return msg`${who} sent entries that their author has not signed.`
    case 'gap':
      return msg`${who} sent entries that were not in their order.`
    case 'own-log':
      return msg`${who} tried to write into your own log.`
    case 'fork':
      return msg`${who} has another version of a log than you have here.`
    case 'unasked':
      return msg`${who} sent a file that nobody had asked for.`
    case 'wrong-file':
      return msg`${who} sent something else than the file it was asked for.`
  }
}
