import { useLingui as useCatalogue } from '@lingui/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { Undo2 } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { ImportId, RowReport } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { TableRoom } from '../../ui/table-room.tsx'
import { ISSUE_WORDS } from './issues.ts'

const PAGE = 100
/** After Cancel the rows under way are still written: the report is read again until it stays. */
const AGAIN_MS = 1_000

export interface ReportStepProps {
  importId: ImportId
  /** Rows that a run did not reach are brought in by another. */
  onContinue(): void
  onAnother(): void
  onTakeBack(): void
}

/** What became of each row. */
export function ReportStep({ importId, onContinue, onAnother, onTakeBack }: ReportStepProps): ReactNode {
  const { t, i18n } = useLingui()
  const { queries } = useEngine()
  const router = useRouter()
  const [offset, setOffset] = useState(0)
  const report = useQuery(
    queries.imports.report.queryOptions({
      input: { importId, offset, limit: PAGE },
      placeholderData: (before) => before,
      staleTime: 0,
      refetchInterval: ({ state }) => (isUnfinished(state.data) ? AGAIN_MS : false),
    }),
  )
  if (report.data === undefined) return <ProblemNote of={report.error} />
  const { rows, total, saved, skipped } = report.data
  const notReached = total - saved - skipped
  const last = Math.min(total, offset + PAGE)
  return (
    <>
      <ProblemNote of={report.error} />
      <div className="prose" role="status">
        <p className="lead">
          <Plural value={saved} one="# incident is saved in your log." other="# incidents are saved in your log." />
        </p>
        {skipped === 0 ? null : (
          <p>
            <Plural value={skipped} one="# row was left out. The list says why." other="# rows were left out. The list says why." />
          </p>
        )}
        {notReached <= 0 ? null : (
          <p>
            <Plural
              value={notReached}
              one="# row is not in yet. Go on with it while this page is open: what is saved is not added twice."
              other="# rows are not in yet. Go on with them while this page is open: what is saved is not added twice."
            />
          </p>
        )}
      </div>
      <div className="actions">
        {notReached <= 0 ? null : <Button look="primary" onPress={onContinue}>{t`Go on with the rest`}</Button>}
        <Button
          look={notReached <= 0 ? 'primary' : 'plain'}
          onPress={() => router.go({ screen: 'log', recordId: null })}
        >{t`See the log`}</Button>
        <Button onPress={onAnother}>{t`Bring in another file`}</Button>
        {saved === 0 ? null : <Button look="quiet" icon={Undo2} onPress={onTakeBack}>{t`Undo this import…`}</Button>}
      </div>
      <section className="section">
        <h2>
          <Trans>Row by row</Trans>
        </h2>
        <TableRoom label={t`What became of each row`}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{t`Row`}</th>
                <th scope="col">{t`What happened, in one line`}</th>
                <th scope="col">{t`What became of it`}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <ReportRow key={row.row} row={row} />
              ))}
            </tbody>
          </table>
        </TableRoom>
        {total <= PAGE ? null : (
          <div className="actions">
            <Button onPress={() => setOffset(Math.max(0, offset - PAGE))} isDisabled={offset === 0}>{t`Rows before`}</Button>
            <span>{t`${i18n.number(offset + 1)} to ${i18n.number(last)} of ${i18n.number(total)}`}</span>
            <Button onPress={() => setOffset(offset + PAGE)} isDisabled={last >= total}>{t`Rows after`}</Button>
          </div>
        )}
      </section>
    </>
  )
}

function isUnfinished(report: { total: number; saved: number; skipped: number } | undefined): boolean {
  return report !== undefined && report.saved + report.skipped < report.total
}

function ReportRow({ row }: { row: RowReport }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const words: Record<RowReport['outcome'], string> = {
    saved: t`Saved`,
    'saved-with-note': t`Saved`,
    skipped: t`Left out`,
    'not-reached': t`Not reached`,
  }
  return (
    <tr className={row.outcome === 'saved' || row.outcome === 'saved-with-note' ? undefined : 'table-left-out'}>
      <td>{row.row}</td>
      <td dir="auto">{row.title}</td>
      <td>
        {words[row.outcome]}
        {row.issues.length === 0 ? null : (
          <span className="table-issue">{row.issues.map((issue) => i18n._(ISSUE_WORDS[issue])).join('. ')}</span>
        )}
      </td>
    </tr>
  )
}
