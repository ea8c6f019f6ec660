import { useLingui } from '@lingui/react/macro'
import { FileText, HandHelping, MessageSquareQuote } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Incident } from '../../../core/engine/contract/index.ts'
import { useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { IncidentConsents } from '../consent/consents.tsx'
import { OtherMentions } from '../people/named-list.tsx'
import { listOf } from '../write/form-model.ts'
import { isNothing } from '../write/order.ts'
import '../cards/cards.css'

/** What is done about an incident of ours, and what can be begun from it. */
export function FollowUp({ incident, isHouse }: { incident: Incident; isHouse: boolean }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const names = { incident: { recordId: incident.recordId, label: incident.fields.title } }
  // What was said at night that they need is not to be looked for again.
  const needs = neededIn(incident)
  return (
    <>
      <OtherMentions mentions={incident.mentions} />
      <IncidentConsents mentions={incident.mentions} />
      {isHouse && incident.author.own ? (
        <div className="actions">
          <Button
            icon={HandHelping}
            onPress={() => router.go({ screen: 'write-card', kind: 'request', names: { ...names, needs } })}
          >{t`Ask for help`}</Button>
          <Button
            icon={FileText}
            onPress={() => router.go({ screen: 'write-card', kind: 'complaint', names })}
          >{t`Begin a complaint`}</Button>
          <Button
            icon={MessageSquareQuote}
            onPress={() => router.go({ screen: 'write-card', kind: 'testimony', names })}
          >{t`Write a testimony`}</Button>
        </div>
      ) : null}
    </>
  )
}

/** What those who were harmed need, each thing once. */
function neededIn({ fields }: Incident): string[] {
  const harmed = Object.entries(fields).filter(([field, value]) => listOf(field) === 'harmed' && !isNothing(value))
  return [...new Set(harmed.flatMap(([, value]) => codesIn((value as Readonly<Record<string, unknown>>)['needs'])))]
}

const codesIn = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])
