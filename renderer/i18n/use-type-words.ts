import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import { useCallback } from 'react'
import { OWN_TYPE } from '../../core/engine/contract/index.ts'
import { typeWords } from './incident-types.ts'
import { useOwnTypes } from './use-own-types.ts'

/** Says a stored type in the person's language, and one of the organisation's own by its label. The same function until one of these changes. */
export function useTypeWords(): (slug: string) => string {
  const { i18n } = useLingui()
  const own = useOwnTypes()
  return useCallback(
    (slug) => {
      if (OWN_TYPE.test(slug)) return own.find((type) => type.slug === slug)?.label ?? i18n._(ERASED)
      const words = typeWords(slug)
      return typeof words === 'string' ? words : i18n._(words)
    },
    [i18n, own],
  )
}

const ERASED = msg`A kind that is not here`
