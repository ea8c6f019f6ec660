import type { ReactNode } from 'react'
import { recordIdSchema } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { useGoneWords } from '../../i18n/use-gone-words.ts'

/** What records are called that an incident names, by their ids. */
export type Names = Readonly<Record<string, string>>

/** A person or perpetrator that is named: a way to its page. One that is not here any more says so. */
export function Named({ recordId, names }: { recordId: string; names: Names }): ReactNode {
  const gone = useGoneWords()
  const router = useRouter()
  const id = recordIdSchema.safeParse(recordId).data
  const name = names[recordId]
  if (id === undefined || name === undefined) return <span className="quiet">{gone}</span>
  return (
    <button type="button" className="link" onClick={() => router.go({ screen: 'card', recordId: id })}>
      <bdi>{name}</bdi>
    </button>
  )
}
