import type { CardKind, CodeList } from '../../../core/engine/contract/index.ts'
import type { Route } from '../../app/router.tsx'

/** The list that the `status` of a row of a kind is a code of. */
export const STATUS_LIST: Readonly<Partial<Record<CardKind, CodeList>>> = {
  person: 'role',
  perpetrator: 'perpetratorKind',
  request: 'requestStatus',
  complaint: 'complaintState',
}

/** Fields that the page of a kind says in a way of its own, beside its table of facts, or that its title says already. */
export const APART: Readonly<Record<CardKind, ReadonlySet<string>>> = {
  person: new Set(['pseudonym', 'identity']),
  perpetrator: new Set(['label']),
  request: new Set(['title', 'status']),
  complaint: new Set(['title', 'state', 'answerBy', 'closedReason', 'reprisal', 'incidents']),
  testimony: new Set(['title', 'narrative']),
  note: new Set(['title', 'pattern', 'advice', 'incidents']),
  link: new Set(),
  type: new Set(['label']),
  consent: new Set(['item']),
}

/** Kinds that may be written for a coalition: what one asks its partners for, and what one warns them of. */
export const FOR_COALITIONS: ReadonlySet<CardKind> = new Set<CardKind>(['request', 'note'])

/** Where a record of a kind stands in a list, for the way back. */
export function listOfKind(kind: CardKind): Route {
  switch (kind) {
    case 'request':
      return { screen: 'follow', part: 'requests' }
    case 'complaint':
      return { screen: 'follow', part: 'complaints' }
    case 'testimony':
      return { screen: 'follow', part: 'testimonies' }
    case 'note':
      return { screen: 'follow', part: 'notes' }
    case 'perpetrator':
      return { screen: 'people', part: 'perpetrators' }
    case 'person':
    case 'consent':
      return { screen: 'people', part: 'people' }
    case 'link':
      return { screen: 'log', recordId: null }
    case 'type':
      return { screen: 'settings' }
  }
}

/** Fields of a form in their order: what is asked for first, and what only once there is something to change. */
export const FORM: Readonly<Record<CardKind, { fields: readonly string[]; later: readonly string[] }>> = {
  person: { fields: ['pseudonym', 'role', 'languages', 'about'], later: [] },
  perpetrator: { fields: ['label', 'kind', 'unit', 'rank', 'badge', 'vehicle', 'description', 'since'], later: [] },
  request: { fields: ['title', 'needs', 'priority', 'due', 'person', 'incident', 'takenBy', 'details'], later: ['result'] },
  complaint: {
    fields: ['title', 'incidents', 'category', 'body', 'channel', 'station', 'caseNumber', 'witnesses', 'relief', 'risk', 'earlier'],
    later: ['reference', 'answerBy', 'courtReference', 'confidentiality', 'intermediary', 'redacted'],
  },
  testimony: { fields: ['title', 'form', 'person', 'incident', 'date', 'language', 'interviewedBy', 'narrative'], later: [] },
  note: { fields: ['title', 'from', 'to', 'area', 'pattern', 'advice', 'incidents'], later: [] },
  link: { fields: ['link', 'from', 'to', 'note'], later: [] },
  type: { fields: ['label', 'group'], later: [] },
  consent: { fields: [], later: [] },
}
