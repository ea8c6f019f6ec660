import type { DraftFields, Incident, IncidentChanges, IncidentFields, PartialDate } from '../../../core/engine/contract/incident.ts'
import { LIMITS } from '../../../core/engine/contract/limits.ts'
import { readWhen, type WhenProblem } from './when-parts.ts'

export const EMPTY_FIELDS: DraftFields = { title: '', types: [], date: '', time: '', about: false, area: '', narrative: '' }

export interface FieldProblems {
  title?: 'missing' | 'too-long'
  area?: 'too-long'
  narrative?: 'too-long'
  when?: WhenProblem
}

export type Written = { fields: Omit<IncidentFields, 'source'> } | { problems: FieldProblems }

/** Whether a draft holds nothing that would be missed. */
export function isEmptyDraft(fields: DraftFields): boolean {
  const { title, date, time, area, narrative, types } = fields
  return types.length === 0 && [title, date, time, area, narrative].every((text) => text.trim() === '')
}

/** Reads the form as an incident, or says which fields cannot be saved as they are. */
export function readForm(draft: DraftFields): Written {
  const when = readWhen(draft.date, draft.time, draft.about)
  const title = draft.title.trim()
  const area = draft.area.trim()
  const problems: FieldProblems = {
    ...(title === '' ? { title: 'missing' as const } : title.length > LIMITS.title ? { title: 'too-long' as const } : {}),
    ...(area.length > LIMITS.area ? { area: 'too-long' as const } : {}),
    ...(draft.narrative.length > LIMITS.narrative ? { narrative: 'too-long' as const } : {}),
    ...('problem' in when ? { when: when.problem } : {}),
  }
  if (Object.keys(problems).length > 0 || 'problem' in when) return { problems }
  return { fields: { title, types: draft.types, start: when.when, area, narrative: draft.narrative } }
}

/** Those of the problems that were said which the form still has: what is put right is said no longer, and nothing new before the next try. */
export function stillThere(said: FieldProblems, draft: DraftFields): FieldProblems {
  const now = readForm(draft)
  if (!('problems' in now)) return {}
  const found = now.problems
  return {
    ...(said.title !== undefined && said.title === found.title ? { title: said.title } : {}),
    ...(said.area !== undefined && said.area === found.area ? { area: said.area } : {}),
    ...(said.narrative !== undefined && said.narrative === found.narrative ? { narrative: said.narrative } : {}),
    ...(said.when !== undefined && said.when === found.when ? { when: said.when } : {}),
  }
}

/** An incident as the form shows it. */
export function formOf(fields: IncidentFields): DraftFields {
  const { title, types, start, area, narrative } = fields
  return { title, types, area, narrative, date: start?.date ?? '', time: start?.time ?? '', about: start?.about ?? false }
}

/** What an amendment changes: only the fields that differ from the incident as it stands. */
export function changesOf(before: Incident['fields'], after: Omit<IncidentFields, 'source'>): IncidentChanges {
  return {
    ...(after.title === before.title ? {} : { title: after.title }),
    ...(sameTypes(after.types, before.types) ? {} : { types: after.types }),
    ...(sameDate(after.start, before.start) ? {} : { start: after.start }),
    ...(after.area === before.area ? {} : { area: after.area }),
    ...(after.narrative === before.narrative ? {} : { narrative: after.narrative }),
  }
}

function sameTypes(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((slug) => b.includes(slug))
}

function sameDate(a: PartialDate | null, b: PartialDate | null): boolean {
  return a === b || (a !== null && b !== null && a.date === b.date && a.time === b.time && a.about === b.about)
}
