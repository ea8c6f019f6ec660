import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { ALERT_NEEDS, type AlertFields, type AlertNeed, type Answer } from '../../core/engine/contract/alert.ts'
import type { CODES } from '../../core/engine/contract/codes.ts'
import type { AlertKindId } from './alert-kinds.ts'
import { codeWords } from './codes.ts'

/** What only an alert can ask for. All else has the words that a request for it has. */
const ALERT_ONLY: Record<Exclude<AlertNeed, (typeof CODES)['need'][number]>, MessageDescriptor> = {
  media: msg`Media`,
  witnesses: msg`Witnesses`,
}

/** What an organisation has answered, as others read it. */
export const ANSWER_WORDS: Record<Answer, MessageDescriptor> = {
  seen: msg`Seen`,
  responding: msg`Responding`,
  cannot: msg`Cannot help`,
  question: msg`Has a question`,
}

/** What an update has changed, as a part of a sentence. */
export const CHANGED_WORDS: Record<keyof AlertFields, MessageDescriptor> = {
  what: msg`what is happening`,
  area: msg`where`,
  place: msg`the exact place`,
  began: msg`when it began`,
  needs: msg`who is needed`,
  contact: msg`how to reach them`,
  lasts: msg`how long it goes on`,
}

export const NEEDS: readonly AlertNeed[] = ALERT_NEEDS

/** The words for a stored need; one that this version does not know is its own word. */
export function needWords(need: string): MessageDescriptor | string {
  const words: Readonly<Record<string, MessageDescriptor>> = ALERT_ONLY
  return (Object.hasOwn(words, need) ? words[need] : undefined) ?? codeWords('need', need)
}

/** A kind of alert that happens again and again: with it chosen, only the place is left to say. */
export interface BuiltInKind {
  id: AlertKindId
  what: MessageDescriptor
  needs: readonly AlertNeed[]
}

export const BUILT_IN_KINDS: readonly BuiltInKind[] = [
  { id: 'raid', what: msg`Raid on our premises`, needs: ['lawyer', 'witnesses'] },
  { id: 'arrest', what: msg`Someone was arrested`, needs: ['lawyer', 'bail'] },
  { id: 'missing', what: msg`Someone is missing after a client or a stop`, needs: ['transport', 'witnesses'] },
  { id: 'attack', what: msg`A crowd or attackers are here`, needs: ['safe-space', 'transport', 'medical'] },
  { id: 'eviction', what: msg`We are being put out of our place`, needs: ['lawyer', 'safe-space', 'witnesses'] },
]
