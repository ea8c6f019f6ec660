import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, type ReactNode, useState } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import { type AlertFields, type Coalition, LIMITS, type SpaceId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useNotice } from '../../app/notice.tsx'
import { useRouter } from '../../app/router.tsx'
import { NEEDS } from '../../i18n/alerts.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { focusFirstProblem } from '../../ui/focus-problem.ts'
import { Page } from '../../ui/page.tsx'
import { ProblemNote } from '../../ui/problem.tsx'
import { useSpaces } from '../log/names.ts'
import { AreaField } from '../write/area-field.tsx'
import { useNeedWords } from './use-alerts.ts'
import './alerts.css'
import '../write/write.css'

/** What, where, who is needed: nothing else stands between a person and her partners. */
export function RaiseScreen(): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const { coalitions } = useSpaces()
  const writable = coalitions.filter((coalition) => coalition.writable)
  return (
    <Page
      title={t`Raise an alert`}
      onBack={() => router.back()}
      backLabel={t`Back, and raise nothing`}
      focusTitle={writable.length === 0}
      className="write"
    >
      {writable.length === 0 ? <NobodyYet /> : <Form coalitions={writable} />}
    </Page>
  )
}

function NobodyYet(): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  return (
    <div className="stack">
      <p>
        <Trans>An alert goes to the partners in a coalition, and you are in none. Call or write to them in another way now.</Trans>
      </p>
      <div className="actions">
        <Button look="primary" onPress={() => router.go({ screen: 'coalitions', spaceId: null })}>{t`See the coalitions`}</Button>
      </div>
    </div>
  )
}

function Form({ coalitions }: { coalitions: readonly Coalition[] }): ReactNode {
  const { t } = useLingui()
  const { client, queries } = useEngine()
  const cache = useQueryClient()
  const router = useRouter()
  const notice = useNotice()
  const [fields, setFields] = useState<AlertFields>({ what: '', area: '', needs: [] })
  const [left, setLeft] = useState<readonly SpaceId[]>([])
  const [problems, setProblems] = useState<Problems>(NO_PROBLEMS)
  const audiences = coalitions.map(({ spaceId }) => spaceId).filter((spaceId) => !left.includes(spaceId))
  const change = (changes: Partial<AlertFields>): void => {
    setFields((now) => ({ ...now, ...changes }))
    // What is being put right is said no longer.
    const gone = Object.fromEntries(Object.keys(changes).map((field) => [field, null]))
    setProblems((said) => ({ ...said, ...gone }))
  }

  const raise = useMutation({
    mutationFn: (asked: { fields: AlertFields; audiences: SpaceId[] }) => client.alerts.raise(asked),
    onSuccess: async ({ raised, missed }) => {
      await cache.invalidateQueries({ queryKey: queries.alerts.key() })
      const names = coalitions.filter(({ spaceId }) => missed.includes(spaceId)).map(({ name }) => name)
      if (names.length > 0) notice(t`It could not be saved for ${names.join(', ')}. Raise it there again.`)
      else notice(t`The alert is raised. It goes out by itself to whoever can be reached.`)
      const recordId = raised.length === 1 ? (raised[0]?.recordId ?? null) : null
      router.replace({ screen: 'alerts', recordId })
    },
  })
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    focusFirstProblem(event.currentTarget)
    const found: Problems = {
      what: fields.what.trim() === '' ? t`Write a few words about what is happening.` : tooLong(fields.what, LIMITS.title, t),
      area: tooLong(fields.area, LIMITS.area, t),
      audiences: audiences.length === 0 ? t`Choose at least one coalition.` : null,
    }
    setProblems(found)
    if (Object.values(found).every((each) => each === null) && !raise.isPending) raise.mutate({ fields, audiences })
  }
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <Field
        label={t`What is happening`}
        hint={t`One line. Roles or initials, no real names.`}
        value={fields.what}
        onChange={(what) => change({ what })}
        problem={problems.what}
        dir="auto"
        autoFocus
      />
      <AreaField value={fields.area} onChange={(area) => change({ area })} problem={problems.area} />
      <NeedsField value={fields.needs} onChange={(needs) => change({ needs })} />
      <AudiencesField
        coalitions={coalitions}
        audiences={audiences}
        onChange={(chosen) => {
          setLeft(coalitions.map(({ spaceId }) => spaceId).filter((spaceId) => !chosen.includes(spaceId)))
          setProblems((said) => ({ ...said, audiences: null }))
        }}
        problem={problems.audiences}
      />
      <div className="save-bar">
        <ProblemNote of={raise.error} />
        <div className="actions">
          <Button type="submit" look="primary" isDisabled={raise.isPending}>{t`Raise the alert`}</Button>
        </div>
      </div>
    </form>
  )
}

type Problems = Record<'what' | 'area' | 'audiences', string | null>
const NO_PROBLEMS: Problems = { what: null, area: null, audiences: null }

function tooLong(text: string, limit: number, t: ReturnType<typeof useLingui>['t']): string | null {
  return text.trim().length > limit ? t`This is longer than ${limit} characters. Make it shorter.` : null
}

function NeedsField({ value, onChange }: { value: readonly string[]; onChange(needs: string[]): void }): ReactNode {
  const { t } = useLingui()
  const needWords = useNeedWords()
  return (
    <CheckboxGroup value={[...value]} onChange={onChange}>
      <Label className="field-label">{t`Who is needed`}</Label>
      <div className="needs">
        {NEEDS.map((need) => (
          <Checkbox key={need} className="pick pick-box pick-bare" value={need}>
            {needWords([need])}
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  )
}

interface AudiencesProps {
  coalitions: readonly Coalition[]
  audiences: readonly SpaceId[]
  onChange(audiences: readonly string[]): void
  problem: string | null
}

/** All coalitions until some are left out: in a hurry nobody should have to look for them. */
function AudiencesField({ coalitions, audiences, onChange, problem }: AudiencesProps): ReactNode {
  const { t } = useLingui()
  const [only] = coalitions
  if (only !== undefined && coalitions.length === 1) {
    return (
      <p>
        <Trans>
          Goes to <bdi>{only.name}</bdi>:
        </Trans>{' '}
        <Partners of={only} />
      </p>
    )
  }
  return (
    <CheckboxGroup value={[...audiences]} onChange={onChange} isInvalid={problem !== null} validationBehavior="aria">
      <Label className="field-label">{t`Who gets it`}</Label>
      {problem === null ? null : <p className="field-problem">{problem}</p>}
      <div className="needs">
        {coalitions.map((coalition) => (
          <Checkbox key={coalition.spaceId} className="pick pick-box pick-bare" value={coalition.spaceId}>
            <span>
              <bdi>{coalition.name}</bdi> (<Partners of={coalition} />)
            </span>
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  )
}

function Partners({ of: { members } }: { of: Coalition }): ReactNode {
  const others = members.filter(({ own }) => !own)
  return <Plural value={others.length} _0="no partner yet" one="# partner" other="# partners" />
}
