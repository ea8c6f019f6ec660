import { useLingui as useCatalogue } from '@lingui/react'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { Checkbox, Label, Radio, RadioGroup } from 'react-aria-components'
import type { ImportId, Mapping, MappingCheck, RowIssue, SpaceId, TablePreview } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { partialWords } from '../../i18n/when.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Slow } from '../../ui/slow.tsx'
import { TableRoom } from '../../ui/table-room.tsx'
import { useSpaces } from '../log/names.ts'
import { AudienceField } from '../write/audience-field.tsx'
import { ISSUE_WORDS } from './issues.ts'
import { isOpenTo, type Target, targetOf, withTarget } from './mapping.ts'

export interface MapStepProps {
  importId: ImportId
  onOther(): void
  onRun(mapping: Mapping, audience: SpaceId): void
}

/** Which column is what. */
export function MapStep(props: MapStepProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const table = useQuery(queries.imports.read.queryOptions({ input: { importId: props.importId } }))
  const { houseId } = useSpaces()
  if (table.isError) {
    return (
      <>
        <ProblemNote of={table.error} />
        <div className="actions">
          <Button look="primary" onPress={props.onOther}>{t`Choose another file`}</Button>
        </div>
      </>
    )
  }
  if (table.data === undefined || houseId === null) {
    return (
      <Slow>
        <p role="status">
          <Trans>Reading the file…</Trans>
        </p>
      </Slow>
    )
  }
  return <Columns {...props} table={table.data} houseId={houseId} />
}

function Columns({ importId, onOther, onRun, table, houseId }: MapStepProps & { table: TablePreview; houseId: SpaceId }): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const spaces = useSpaces()
  const [mapping, setMapping] = useState(table.guess)
  const [audience, setAudience] = useState(houseId)
  const asked = useDeferredValue(mapping)
  const check = useQuery(
    queries.imports.check.queryOptions({
      input: { importId, mapping: asked, audience },
      placeholderData: (before) => before,
      staleTime: 0,
    }),
  )
  const taken = check.data?.taken ?? 0
  const coalition = spaces.coalitions.find((each) => each.spaceId === audience)
  const nameOf = ({ name, index }: TablePreview['columns'][number]): string => (name === '' ? t`Column ${index + 1}` : name)
  const targets: readonly { value: Target; label: string }[] = [
    { value: 'title', label: t`What happened, in one line` },
    { value: 'date', label: t`When` },
    { value: 'area', label: t`Where` },
    { value: 'narrative', label: t`What happened, in full` },
    { value: 'other', label: mapping.keepOthers ? t`Kept with the incident, as it is` : t`Left out` },
  ]
  return (
    <>
      <p>
        <bdi className="file-name">{table.fileName}</bdi>: <Plural value={table.rows} one="# row" other="# rows" />,{' '}
        <Plural value={table.columns.length} one="# column" other="# columns" />.{' '}
        <Button look="quiet" onPress={onOther}>{t`Choose another file`}</Button>
      </p>
      <section className="section">
        <h2>
          <Trans>Which column is what?</Trans>
        </h2>
        <div className="columns">
          {table.columns.map((column) => (
            <div className="column" key={column.index}>
              <div>
                <div className="column-name" dir="auto">
                  {nameOf(column)}
                </div>
                <div className="column-samples quiet" dir="auto">
                  {column.samples.length === 0 ? t`Empty` : column.samples.slice(0, 3).join(' · ').slice(0, 160)}
                </div>
              </div>
              <Choice
                label={t`Where column ${nameOf(column)} goes`}
                isLabelHidden
                value={targetOf(mapping, column.index)}
                options={targets.filter(({ value }) => isOpenTo(mapping, column.index, value))}
                onChange={(target) => setMapping(withTarget(mapping, column.index, target))}
              />
            </div>
          ))}
        </div>
        <Checkbox
          className="pick pick-box pick-bare"
          isSelected={mapping.keepOthers}
          onChange={(keepOthers) => setMapping({ ...mapping, keepOthers })}
        >
          {t`Keep the cells of all other columns with each incident`}
        </Checkbox>
        {mapping.date === null ? null : (
          <RadioGroup
            className="radios"
            value={mapping.dateOrder}
            onChange={(order) => setMapping({ ...mapping, dateOrder: order === 'mdy' ? 'mdy' : 'dmy' })}
          >
            <Label className="field-label">{t`A date like 03/04/2020 is`}</Label>
            <div className="radios-list">
              <Radio className="pick" value="dmy">{t`3 April (day first)`}</Radio>
              <Radio className="pick" value="mdy">{t`4 March (month first)`}</Radio>
            </div>
          </RadioGroup>
        )}
      </section>
      <section className="section">
        <h2>
          <Trans>How it will look</Trans>
        </h2>
        {mapping.title === null ? (
          <p>
            <Trans>First say which column tells what happened, in one line.</Trans>
          </p>
        ) : (
          <>
            <ProblemNote of={check.error} />
            {check.data === undefined ? null : <Preview check={check.data} />}
          </>
        )}
      </section>
      <section className="section">
        <AudienceField spaces={spaces} houseId={houseId} value={audience} onChange={setAudience} />
        <div className="actions">
          <Button
            look="primary"
            isDisabled={mapping.title === null || taken === 0 || check.isPlaceholderData || asked !== mapping}
            onPress={() => onRun(mapping, audience)}
          >
            {coalition === undefined ? (
              <Plural value={taken} one="Import # row for us only" other="Import # rows for us only" />
            ) : (
              <Trans>
                <Plural value={taken} one="Import # row" other="Import # rows" /> and share with {coalition.name}
              </Trans>
            )}
          </Button>
        </div>
      </section>
    </>
  )
}

/** A row's date, which comes as it is stored: `YYYY-MM-DD HH:MM` or less. */
function rowDate(stored: string): string {
  const [date = stored, time] = stored.split(' ')
  return partialWords({ date, about: false, ...(time === undefined ? {} : { time }) })
}

function Preview({ check }: { check: MappingCheck }): ReactNode {
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
              {firstRows.slice(0, 5).join(', ') + (count > 5 ? '…' : '')})
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
              </tr>
            ))}
          </tbody>
        </table>
      </TableRoom>
    </>
  )
}
