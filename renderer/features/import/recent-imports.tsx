import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { type ReactNode, useId } from 'react'
import type { ImportId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { listWords } from '../../i18n/lists.ts'
import { Button } from '../../ui/button.tsx'
import { Moment } from '../../ui/moment.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useSpaces } from '../log/names.ts'

/** What this computer brought in in the last days, each with the way back. */
export function RecentImports({ onTakeBack }: { onTakeBack: (importId: ImportId) => void }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const spaces = useSpaces()
  const id = useId()
  const recent = useQuery(queries.imports.recent.queryOptions({ staleTime: 0 }))
  if (recent.data === undefined || recent.data.length === 0) return <ProblemNote of={recent.error} />
  return (
    <section className="section">
      <h2 id={id}>
        <Trans>Brought in on this computer in the last seven days</Trans>
      </h2>
      <ul className="recent-imports" aria-labelledby={id}>
        {recent.data.map(({ importId, fileName, at, incidents, audiences }) => (
          <li key={importId}>
            <div>
              <bdi className="file-name">{fileName}</bdi>
              <div className="quiet">
                <Plural value={incidents} one="# incident" other="# incidents" /> · {listWords(audiences.map(spaces.nameOf))} ·{' '}
                <Moment iso={at} />
              </div>
            </div>
            <Button look="quiet" icon={Undo2} onPress={() => onTakeBack(importId)} aria-label={t`Undo ${fileName}`}>
              {t`Undo`}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
