import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { ALERT_NEEDS, type AlertNeed, type Answer } from '../../core/engine/contract/alert.ts'

const NEED_WORDS: Record<AlertNeed, MessageDescriptor> = {
  lawyer: msg`Lawyer`,
  bail: msg`Bail`,
  medical: msg`Medical help`,
  'safe-space': msg`Safe place`,
  transport: msg`Transport`,
  media: msg`Media`,
  witnesses: msg`Witnesses`,
}

/** What an organisation has answered, as others read it. */
export const ANSWER_WORDS: Record<Answer, MessageDescriptor> = {
  seen: msg`Seen`,
  responding: msg`Responding`,
  cannot: msg`Cannot help`,
}

export const NEEDS: readonly AlertNeed[] = ALERT_NEEDS

/** The words for a stored need; one that this version does not know is its own word. */
export function needWords(need: string): MessageDescriptor | string {
  return Object.hasOwn(NEED_WORDS, need) ? NEED_WORDS[need as AlertNeed] : need
}
