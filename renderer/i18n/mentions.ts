import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import type { Mention } from '../../core/engine/contract/index.ts'

/** What sort of record names another. */
export const MENTION_WORDS: Record<Mention['kind'], MessageDescriptor> = {
  incident: msg`Incident`,
  person: msg`Person`,
  perpetrator: msg`Who did it`,
  request: msg`Request`,
  complaint: msg`Complaint`,
  testimony: msg`Testimony`,
  note: msg`Note`,
  link: msg`Link`,
  type: msg`Kind`,
  consent: msg`Consent`,
}
