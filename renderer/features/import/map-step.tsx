import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useDeferredValue, useState } from 'react'
import { Checkbox, Label, Radio, RadioGroup } from 'react-aria-components'
import { type ImportId, importStaysHere, type Mapping, type SpaceId, type TablePreview } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { listWords } from '../../i18n/lists.ts'
import { Button } from '../../ui/button.tsx'
import { Choice } from '../../ui/field.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { Slow } from '../../ui/slow.tsx'
import { useSpaces } from '../log/names.ts'
import { AudienceField } from '../write/audience-field.tsx'
import { type ImportPlan, isOpenTo, type Target, targetOf, withTarget } from './mapping.ts'
import { NamedRows } from './named-rows.tsx'
import { Preview } from './preview.tsx'
import { HeaderField, LettersField, SheetField, type Wanted } from './table-fields.tsx'
import { TARGETS, useTargetWords } from './targets.ts'

export interface MapStepProps {
  importId: ImportId
  /** What was chosen before, where somebody comes back to it. */
  before: ImportPlan | null
  onOther(): void
  onRun(plan: ImportPlan): void
}

const FIRST: Wanted = { sheet: null, header: null, encoding: null }

/** Which rows, and which column is what. */
export function MapStep({ importId, before, onOther, onRun }: MapStepProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const [wanted, setWanted] = useState<Wanted>(before?.choice ?? FIRST)
  // By what the rows are read: who looks at other letters, or another sheet, and comes back finds the columns as they were.
  const [mappings, setMappings] = useState<Readonly<Record<string, Mapping>>>(
    before === null ? {} : { [JSON.stringify(before.choice)]: before.mapping },
  )
  const [audience, setAudience] = useState(before?.audience ?? null)
  const read = (input: Wanted) => queries.imports.read.queryOptions({ input: { importId, ...input }, placeholderData: (shown) => shown })
  const table = useQuery(read(wanted))
  // What the file has is known from its first reading, also where the sheet that was chosen since cannot be read.
  const first = useQuery(read(FIRST))
  const { houseId } = useSpaces()
  const key = JSON.stringify(table.data?.choice)
  const isRead = table.data !== undefined && !table.isPlaceholderData && houseId !== null
  return (
    <>
      <ProblemNote of={table.error} />
      {table.data === undefined ? null : <FileLine table={table.data} onOther={onOther} />}
      {/* The fields stay where they are while other rows are read: so does the focus. */}
      {first.data === undefined ? null : (
        <>
          <SheetField sheets={first.data.sheets} value={wanted.sheet ?? first.data.choice.sheet} onChange={setWanted} />
          <LettersField encodings={first.data.encodings} value={wanted.encoding ?? first.data.choice.encoding} onChange={setWanted} />
        </>
      )}
      {table.data === undefined ? null : (
        <HeaderField table={table.data} value={wanted.header ?? table.data.choice.header} onChange={setWanted} />
      )}
      {isRead ? (
        <Columns
          key={key}
          importId={importId}
          onRun={onRun}
          table={table.data}
          houseId={houseId}
          kept={mappings[key]}
          onMap={(mapping) => setMappings({ ...mappings, [key]: mapping })}
          chosen={audience ?? houseId}
          onAudience={setAudience}
        />
      ) : null}
      {isRead || table.isError ? null : (
        <Slow>
          <p role="status">
            <Trans>Reading the file…</Trans>
          </p>
        </Slow>
      )}
      {table.isError ? (
        <div className="actions">
          <Button look="primary" onPress={onOther}>{t`Choose another file`}</Button>
        </div>
      ) : null}
    </>
  )
}

function FileLine({ table, onOther }: { table: TablePreview; onOther: () => void }): ReactNode {
  const { t } = useLingui()
  return (
    <p>
      <bdi className="file-name">{table.fileName}</bdi>: <Plural value={table.rows} one="# row" other="# rows" />,{' '}
      <Plural value={table.columns.length} one="# column" other="# columns" />.{' '}
      <Button look="quiet" onPress={onOther}>{t`Choose another file`}</Button>
    </p>
  )
}

interface ColumnsProps extends Pick<MapStepProps, 'importId' | 'onRun'> {
  table: TablePreview
  houseId: SpaceId
  /** What a person made of the guess, if anything. */
  kept: Mapping | undefined
  onMap(mapping: Mapping): void
  chosen: SpaceId
  onAudience(audience: SpaceId): void
}

function Columns({ importId, onRun, table, houseId, kept, onMap: setMapping, chosen, onAudience: setAudience }: ColumnsProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const spaces = useSpaces()
  const [guess] = useState<Mapping>({ ...table.guess, noTitle: t`(no title)` })
  const mapping = kept ?? guess
  const asked = useDeferredValue(mapping)
  const [read, setRead] = useState<string | null>(null)
  const { choice } = table
  // With those no coalition can have the rows as they are.
  const staying = [...new Set(mapping.fields.map(({ field }) => field).filter(importStaysHere))]
  const audience = staying.length > 0 ? houseId : chosen
  const check = useQuery(
    queries.imports.check.queryOptions({
      input: { importId, choice, mapping: asked, audience, named: read },
      placeholderData: (before) => before,
      staleTime: 0,
    }),
  )
  const taken = check.data?.taken ?? 0
  const coalition = spaces.coalitions.find((each) => each.spaceId === audience)
  const nameOf = ({ name, index }: TablePreview['columns'][number]): string => (name === '' ? t`Column ${index + 1}` : name)
  const words = useTargetWords()
  // A coalition gets the columns that were chosen, and no more.
  const keepsOthers = mapping.keepOthers && audience === houseId
  const labelOf = (target: Target): string => (target === 'other' && !keepsOthers ? t`Left out` : words(target))
  return (
    <>
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
                value={shownTarget(mapping, column.index, keepsOthers)}
                options={TARGETS.filter((target) => isOpenTo(mapping, column.index, target) && (target !== 'none' || keepsOthers)).map(
                  (value) => ({
                    value,
                    label: labelOf(value),
                  }),
                )}
                onChange={(target) => setMapping(withTarget(mapping, column.index, target))}
              />
            </div>
          ))}
        </div>
        {audience === houseId ? (
          <Checkbox
            className="pick pick-box pick-bare"
            isSelected={mapping.keepOthers}
            onChange={(keepOthers) => setMapping({ ...mapping, keepOthers })}
          >
            {t`Keep the cells of all other columns with each incident`}
          </Checkbox>
        ) : null}
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
            {check.data === undefined ? (
              check.error === null ? (
                <Slow>
                  <p className="quiet" role="status">
                    <Trans>Looking at the rows…</Trans>
                  </p>
                </Slow>
              ) : null
            ) : (
              <Preview check={check.data} />
            )}
          </>
        )}
      </section>
      <section className="section">
        {staying.length === 0 ? (
          <AudienceField spaces={spaces} houseId={houseId} value={audience} onChange={setAudience} />
        ) : spaces.coalitions.length === 0 ? null : (
          <p>
            <Trans>
              These columns stay with us: {listWords(staying.map(words))}. So the rows come in for us only. You can share an incident later,
              with the people in it asked first.
            </Trans>
          </p>
        )}
        {check.data === undefined || coalition === undefined ? null : <NamedRows check={check.data} read={read} onRead={setRead} />}
        <div className="actions">
          <Button
            look="primary"
            isDisabled={mapping.title === null || taken === 0 || check.isPlaceholderData || asked !== mapping}
            onPress={() => onRun({ choice, mapping, audience, named: check.data?.named === read ? read : null })}
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

/** Where nothing of other columns is kept, one that is left out is like them. */
function shownTarget(mapping: Mapping, column: number, keepsOthers: boolean): Target {
  const target = targetOf(mapping, column)
  return target === 'none' && !keepsOthers ? 'other' : target
}
