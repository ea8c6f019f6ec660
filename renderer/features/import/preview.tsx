import { useLingui as useCatalogue } from '@lingui/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { importCodes, type MappingCheck, type RowIssue, type RowPreview } from '../../../core/engine/contract/index.ts'
import { listWords } from '../../i18n/lists.ts'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { useTypeWords } from '../../i18n/use-type-words.ts'
import { partialWords } from '../../i18n/when.ts'
import { TableRoom } from '../../ui/table-room.tsx'
import { ISSUE_WORDS } from './issues.ts'
import { useTargetWords } from './targets.ts'

/** A row's date, which comes as it is stored: `YYYY-MM-DD HH:MM` or less. */
function rowDate(stored: string): string {
  const [date = stored, time] = stored.split(' ')
  return partialWords({ date, about: false, ...(time === undefined ? {} : { time }) })
}

/** What would become of the rows: in numbers, and the first of them. */
export function Preview({ check }: { check: MappingCheck }): ReactNode {
  const { t } = useLingui()
  const { i18n } = useCatalogue()
  const { taken, skipped } = check
  const countOf = (issue: RowIssue): number => check.issues.find((each) => each.issue === issue)?.count ?? 0
  const before = countOf('imported-before')
  const erased = countOf('erased-before')
  const others = skipped - before - erased
  return (
    <>
      <p role="status">
        <Plural value={taken} one="# row becomes an incident." other="# rows become incidents." />{' '}
        {skipped === 0 ? <Trans>None is left out.</Trans> : null}
        {before === 0 ? null : (
          <Plural
            value={before}
            one="# row is already in your log and will be left out."
            other="# rows are already in your log and will be left out."
          />
        )}{' '}
        {erased === 0 ? null : (
          <Plural
            value={erased}
            one="You erased # row from your log: it does not come back."
            other="You erased # rows from your log: they do not come back."
          />
        )}{' '}
        {others === 0 ? null : <Plural value={others} one="# row is left out." other="# rows are left out." />}
      </p>
      {check.issues.length === 0 ? null : (
        <ul className="plain-list">
          {check.issues.map(({ issue, count, firstRows }) => (
            <li key={issue}>
              {i18n._(ISSUE_WORDS[issue])} (<Plural value={count} one="# row" other="# rows" />:{' '}
              {listWords(firstRows.slice(0, 5).map((row) => i18n.number(row))) + (count > 5 ? '…' : '')})
            </li>
          ))}
        </ul>
      )}
      <TableRoom label={t`The first rows, as they will be`}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t`Row`}</th>
              <th scope="col">{t`What happened, in one line`}</th>
              <th scope="col">{t`When`}</th>
              <th scope="col">{t`Where`}</th>
              <th scope="col">{t`What happened, in full`}</th>
              <th scope="col">{t`What else`}</th>
            </tr>
          </thead>
          <tbody>
            {check.rows.slice(0, 20).map((row) => (
              <tr key={row.row} className={row.taken ? undefined : 'table-left-out'}>
                <td>{row.row}</td>
                <td dir="auto">
                  {row.title}
                  {row.issues.length === 0 ? null : (
                    <span className="table-issue">{row.issues.map((issue) => i18n._(ISSUE_WORDS[issue])).join('. ')}</span>
                  )}
                </td>
                <td>{row.date === null ? null : rowDate(row.date)}</td>
                <td dir="auto">{row.area}</td>
                <td dir="auto">{row.narrative.length > 140 ? `${row.narrative.slice(0, 140)}…` : row.narrative}</td>
                <td>
                  <More more={row.more} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableRoom>
    </>
  )
}

/** What the further columns of a row will say. */
function More({ more }: { more: RowPreview['more'] }): ReactNode {
  const { t } = useLingui()
  const target = useTargetWords()
  const code = useCodeWords()
  const type = useTypeWords()
  const said = ({ field, text, codes }: RowPreview['more'][number]): string => {
    const list = importCodes(field)
    if (field === 'place') return t`Kept apart, and covered`
    return list === null ? text : listWords(codes.map((each) => (list === 'types' ? type(each) : code(list, each))))
  }
  return (
    <ul className="plain-list">
      {more.map((each, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: several people of a row say the same fields
        <li key={index} className="told" dir="auto">
          <span className="quiet">{target(each.field)}:</span> {said(each)}
        </li>
      ))}
    </ul>
  )
}
