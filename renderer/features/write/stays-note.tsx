import { Trans, useLingui } from '@lingui/react/macro'
import { HouseIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { staysHere } from '../../../core/engine/contract/index.ts'
import { listWords } from '../../i18n/lists.ts'
import { useFieldWords } from '../../i18n/use-field-words.ts'
import { listOf } from './form-model.ts'

/** What of an incident stays with us when a coalition gets the rest; by what each is called, once. */
export function useStays(): (fields: Readonly<Record<string, unknown>>) => string[] {
  const { t } = useLingui()
  const words = useFieldWords()
  return (fields) => {
    const staying = Object.entries(fields).filter(([field, value]) => staysHere(field, value) && listOf(field) !== 'perpetrator')
    return [...new Set(staying.map(([field]) => (/^(file|evidence):/.test(field) ? t`Photos and files` : words.field(field))))]
  }
}

/** The same in one sentence, said before anything leaves. */
export function StaysNote({ fields }: { fields: Readonly<Record<string, unknown>> }): ReactNode {
  const stays = useStays()(fields)
  const isTied = Object.entries(fields).some(([field, value]) => listOf(field) === 'perpetrator' && staysHere(field, value))
  const isHarmed = Object.entries(fields).some(([field, value]) => listOf(field) === 'harmed' && value !== null)
  if (stays.length === 0 && !isTied) return null
  return (
    <p className="stays-note">
      <HouseIcon aria-hidden />
      <span>
        {stays.length === 0 ? null : <Trans>This stays with us: {listWords(stays)}.</Trans>}{' '}
        {isTied ? (
          <Trans>
            Of who did it they read what you write here, and from our page the name, kind, unit, rank, badge and vehicle. Nothing else of
            our page.
          </Trans>
        ) : null}{' '}
        {isHarmed ? <Trans>People were harmed: it is saved for us, and shared only where they have agreed to it.</Trans> : null}
      </span>
    </p>
  )
}
