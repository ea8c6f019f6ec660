import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'

const GONE = msg`This is not here any more.`

/** What stands everywhere in the place of a record that is named and was erased. */
export function useGoneWords(): string {
  return useLingui().i18n._(GONE)
}
