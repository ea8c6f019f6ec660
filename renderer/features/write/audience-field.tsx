import { Trans, useLingui } from '@lingui/react/macro'
import { Lock, Users } from 'lucide-react'
import type { ReactNode } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import type { SpaceId } from '../../../core/engine/contract/index.ts'
import { listWords } from '../../i18n/lists.ts'
import type { Spaces } from '../log/names.ts'

export interface AudienceFieldProps {
  spaces: Spaces
  houseId: SpaceId
  value: SpaceId
  onChange(audience: SpaceId): void
}

/** Who will be able to read it: only us, or one coalition with all its members. */
export function AudienceField({ spaces, houseId, value, onChange }: AudienceFieldProps): ReactNode {
  const { t } = useLingui()
  const writable = spaces.coalitions.filter((coalition) => coalition.writable)
  const chosen = writable.find((coalition) => coalition.spaceId === value)
  if (writable.length === 0) return <OnlyUs />
  const partners = chosen?.members.filter((member) => !member.own) ?? []
  return (
    <RadioGroup
      className="radios"
      value={value}
      onChange={(id) => onChange(writable.find((coalition) => coalition.spaceId === id)?.spaceId ?? houseId)}
    >
      <Label className="field-label">{t`Who can read it`}</Label>
      <div className="radios-list">
        <Radio className="pick" value={houseId}>
          <Lock aria-hidden />
          {t`Only us`}
        </Radio>
        {writable.map((coalition) => (
          <Radio className="pick" key={coalition.spaceId} value={coalition.spaceId}>
            <Users aria-hidden />
            <bdi>{coalition.name}</bdi>
          </Radio>
        ))}
      </div>
      <p className="hint" aria-live="polite">
        {chosen === undefined ? (
          <Trans>Nobody outside your organisation can read this.</Trans>
        ) : partners.length === 0 ? (
          <Trans>You are the only member so far. Whoever joins later may read it too.</Trans>
        ) : (
          <Trans>
            This can be read by: <bdi>{listWords(partners.map((member) => member.name))}</bdi>. What stays with us all the same is said
            below, before you save.
          </Trans>
        )}
      </p>
    </RadioGroup>
  )
}

/** Where nobody can be chosen. */
export function OnlyUs(): ReactNode {
  return (
    <p className="audience-only">
      <Lock aria-hidden />
      <span>
        <Trans>Only us: nobody outside your organisation can read this.</Trans>
      </span>
    </p>
  )
}
