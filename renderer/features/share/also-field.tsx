import { Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { Checkbox, CheckboxGroup, Label } from 'react-aria-components'
import type { Coalition, Incident, SpaceId } from '../../../core/engine/contract/index.ts'
import type { Spaces } from '../log/names.ts'

/** The coalitions that were given an incident of ours, and where we can still write. */
export function reachable(incident: Incident, spaces: Spaces): Coalition[] {
  return spaces.coalitions.filter(({ spaceId, writable }) => writable && incident.sharedAs.some((each) => each.spaceId === spaceId))
}

/** What those are called that were given it, and where we cannot write now. */
export const outOfReach = (incident: Incident, spaces: Spaces): string[] => {
  const within = new Set(reachable(incident, spaces).map(({ spaceId }) => spaceId))
  return incident.sharedAs.filter(({ spaceId }) => !within.has(spaceId)).map(({ spaceId }) => spaces.nameOf(spaceId))
}

export interface AlsoFieldProps {
  label: string
  coalitions: readonly Coalition[]
  value: readonly SpaceId[]
  onChange(chosen: SpaceId[]): void
}

/** Which of some coalitions something is done for too. */
export function AlsoField({ label, coalitions, value, onChange }: AlsoFieldProps): ReactNode {
  return (
    <CheckboxGroup
      className="radios"
      value={[...value]}
      onChange={(chosen) => onChange(coalitions.map(({ spaceId }) => spaceId).filter((spaceId) => chosen.includes(spaceId)))}
    >
      <Label className="field-label">{label}</Label>
      <div className="radios-list">
        {coalitions.map(({ spaceId, name }) => (
          <Checkbox key={spaceId} className="pick pick-box pick-bare" value={spaceId}>
            <Users aria-hidden />
            <bdi>{name}</bdi>
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  )
}
