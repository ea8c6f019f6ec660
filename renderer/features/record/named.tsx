import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'

/** What records are called that an incident names, by their ids. */
export type Names = Readonly<Record<string, string>>

/** A record that is named, by what it is called; one that is not here any more says so. */
export function Named({ recordId, names }: { recordId: string; names: Names }): ReactNode {
  const { t } = useLingui()
  const name = names[recordId]
  return name === undefined ? <span className="quiet">{t`A record that is not here`}</span> : <bdi>{name}</bdi>
}
