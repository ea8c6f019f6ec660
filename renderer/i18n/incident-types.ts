import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { INCIDENT_TYPES, type IncidentTypeGroup, type IncidentTypeSlug } from '../../core/engine/contract/incident.ts'

const TYPE_WORDS: Record<IncidentTypeSlug, MessageDescriptor> = {
  'raid-premises': msg`Raid on an office, shelter or centre`,
  'raid-home': msg`Raid on a home`,
  'forced-closure': msg`Place forced to close`,
  confiscation: msg`Property or money taken`,
  'seizure-health-supplies': msg`Condoms or injecting kit taken`,
  arrest: msg`Arrest`,
  detention: msg`Held in custody`,
  'lawyer-denied': msg`Lawyer denied`,
  'coerced-statement': msg`Forced to sign or confess`,
  assault: msg`Beaten or hurt`,
  'sexual-assault': msg`Rape or sexual assault`,
  torture: msg`Torture`,
  killing: msg`Killing, or attempt to kill`,
  threats: msg`Threats`,
  surveillance: msg`Watched or followed`,
  extortion: msg`Bribe or extortion`,
  smear: msg`Smear campaign`,
  outing: msg`Outing`,
  'online-attack': msg`Attack online`,
  eviction: msg`Eviction`,
  'health-refusal': msg`Refused or mistreated in health care`,
  'state-exclusion': msg`Shut out of state support`,
  'complaint-refused': msg`Complaint refused, or hurt when reporting`,
  reprisal: msg`Reprisal`,
  'client-robbery': msg`Robbed by a client or stranger`,
  'client-assault': msg`Hurt by a client or stranger`,
  'client-refusal-to-pay': msg`Client refused to pay`,
  'client-stalking': msg`Stalked by a client or stranger`,
}

export const GROUP_WORDS: Record<IncidentTypeGroup, MessageDescriptor> = {
  premises: msg`Raids and closures`,
  liberty: msg`Arrest and custody`,
  bodily: msg`Violence`,
  pressure: msg`Threats and pressure`,
  reputation: msg`Name and reputation`,
  exclusion: msg`Shut out`,
  process: msg`Complaints and reprisals`,
  client: msg`Clients and strangers`,
}

export const TYPE_GROUPS: readonly { group: IncidentTypeGroup; slugs: readonly IncidentTypeSlug[] }[] = (
  Object.keys(GROUP_WORDS) as IncidentTypeGroup[]
).map((group) => ({ group, slugs: INCIDENT_TYPES.filter((type) => type.group === group).map((type) => type.slug) }))

/** The words for a stored type; a type of someone's own is its own word. */
export function typeWords(slug: string): MessageDescriptor | string {
  return Object.hasOwn(TYPE_WORDS, slug) ? TYPE_WORDS[slug as IncidentTypeSlug] : slug
}
