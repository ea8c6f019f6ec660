import { Plural, Trans, useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import type { Coalition, SpaceId } from '../../../core/engine/contract/index.ts'

interface AudiencesProps {
  coalitions: readonly Coalition[]
  audiences: readonly SpaceId[]
  onChange(audiences: readonly string[]): void
  problem: string | null
}

/** All coalitions until some are left out: in a hurry nobody should have to look for them. */
export function AudiencesField({ coalitions, audiences, onChange, problem }: AudiencesProps): ReactNode {
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
