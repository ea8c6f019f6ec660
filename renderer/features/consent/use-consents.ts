import { useQueries, useQuery } from '@tanstack/react-query'
import type { Card, Mention, RecordId } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { textOf } from '../cards/form-model.ts'

/** Whose word it is: a person's, or of whom there is no page, that of one of an incident's list `harmed`. */
export type Subject = { person: RecordId } | { incident: RecordId; item: string }

interface Consents {
  cards: Card[]
  problem: Error | null
}

/** The consents that name a record, as far as they are read. */
export function useConsentsAmong(mentions: readonly Mention[]): Consents {
  const { queries } = useEngine()
  const ids = mentions.filter(({ kind }) => kind === 'consent').map(({ recordId }) => recordId)
  const consents = useQueries({ queries: ids.map((recordId) => queries.cards.get.queryOptions({ input: { recordId } })) })
  return { cards: consents.flatMap(({ data }) => data ?? []), problem: consents.find(({ error }) => error !== null)?.error ?? null }
}

/** All that one of them has said, as far as it is read; nothing for nobody, or of whom the page is not here any more. */
export function useConsentsOf(subject: Subject | null): Consents {
  const { queries } = useEngine()
  const person = subject !== null && 'person' in subject ? subject.person : null
  const incident = subject !== null && 'incident' in subject ? subject.incident : null
  const none = '' as RecordId
  const page = useQuery({ ...queries.cards.get.queryOptions({ input: { recordId: person ?? none } }), enabled: person !== null })
  const record = useQuery({ ...queries.records.get.queryOptions({ input: { recordId: incident ?? none } }), enabled: incident !== null })
  const found = useConsentsAmong((person === null ? record.data?.mentions : page.data?.mentions) ?? [])
  if (subject === null) return { cards: [], problem: null }
  return { ...found, cards: found.cards.filter((card) => isOf(card, subject)) }
}

/** Whose word a consent is; null for one that says it of nobody. */
export function subjectOf({ fields }: Pick<Card, 'fields'>): Subject | null {
  const [person, incident, item] = [textOf(fields['person']), textOf(fields['incident']), textOf(fields['item'])]
  if (person !== '') return { person: person as RecordId }
  return incident === '' || item === '' ? null : { incident: incident as RecordId, item }
}

/** Whether two consents are the word of one. */
export const isSameSubject = (one: Card, other: Card): boolean => {
  const subject = subjectOf(other)
  return subject !== null && isOf(one, subject)
}

function isOf({ fields }: Card, subject: Subject): boolean {
  if ('person' in subject) return fields['person'] === subject.person
  return !fields['person'] && fields['incident'] === subject.incident && fields['item'] === subject.item
}
