import type { Alert, AlertChanges, AlertDraft, AlertFields, AlertTemplate } from '../../../core/engine/contract/index.ts'
import { ALERT_LASTS_DEFAULT, LIMITS } from '../../../core/engine/contract/index.ts'
import { readTime } from '../write/when-parts.ts'

/** What a person types of an alert. */
export type Typed = Omit<AlertDraft, 'left'>

export const EMPTY_ALERT: AlertDraft = {
  what: '',
  area: '',
  place: '',
  exact: false,
  began: '',
  needs: [],
  contact: '',
  lasts: ALERT_LASTS_DEFAULT,
  left: [],
}

/** Whether there is nothing in it that would be missed. */
export const isEmptyAlert = ({ what, area, place, began, needs, contact }: AlertDraft): boolean =>
  needs.length === 0 && [what, area, place, began, contact].every((text) => text.trim() === '')

/** The texts that would leave. */
export const wordsOf = ({ what, area, place, exact, contact }: Typed): string[] => [what, area, exact ? place : '', contact]

export type TypedProblem = 'missing' | 'too-long' | 'time'
export type TypedProblems = Partial<Record<'what' | 'area' | 'place' | 'began' | 'contact', TypedProblem>>

/**
 * The last moment at which a clock on the wall showed this: "23:10", "2310" or "11 pm" typed after midnight is yesterday's. Null for what is
 * empty, undefined for what is no time.
 */
export function beganAt(text: string, now: Date): number | null | undefined {
  const typed = text.trim()
  if (typed === '') return null
  const time = readTime(typed)
  if (time === null) return undefined
  const [hours, minutes] = time.split(':')
  const at = new Date(now.getFullYear(), now.getMonth(), now.getDate(), Number(hours), Number(minutes))
  if (at > now) at.setDate(at.getDate() - 1)
  return at.getTime()
}

/** What can be sent, or what is to be put right first. The exact place goes only where the person said so. */
export function readAlert(typed: Typed, now: Date): { fields: AlertFields } | { problems: TypedProblems } {
  const { exact, needs, lasts } = typed
  const place = exact ? typed.place.trim() : ''
  const [what, area, contact] = [typed.what.trim(), typed.area.trim(), typed.contact.trim()]
  const began = beganAt(typed.began, now)
  const problems: TypedProblems = {
    ...(what === '' ? { what: 'missing' } : what.length > LIMITS.title ? { what: 'too-long' } : {}),
    ...(area.length > LIMITS.area ? { area: 'too-long' } : {}),
    ...(place.length > LIMITS.alertPlace ? { place: 'too-long' } : {}),
    ...(contact.length > LIMITS.alertContact ? { contact: 'too-long' } : {}),
    ...(began === undefined ? { began: 'time' } : {}),
  }
  if (began === undefined || Object.keys(problems).length > 0) return { problems }
  return { fields: { what, area, place, began, needs, contact, lasts } }
}

/** An alert as it can be typed anew, for an update. When it began is left as it is unless something is typed. */
export const typedOf = ({ fields: { what, area, place, needs, contact, lasts } }: Alert): Typed => ({
  what,
  area,
  place,
  exact: place !== '',
  began: '',
  needs,
  contact,
  lasts,
})

/** What is different from how the alert stands. How long it lasts is said only on purpose: it counts anew from then. */
export function changesOf({ fields: before }: Alert, after: AlertFields, prolonged: boolean): AlertChanges {
  const { what, area, place, began, needs, contact, lasts } = after
  return {
    ...(what === before.what ? {} : { what }),
    ...(area === before.area ? {} : { area }),
    ...(place === before.place ? {} : { place }),
    ...(began === null ? {} : { began }),
    ...(needs.toSorted().join('\n') === before.needs.toSorted().join('\n') ? {} : { needs }),
    ...(contact === before.contact ? {} : { contact }),
    ...(prolonged ? { lasts } : {}),
  }
}

/** The kind of alert that would bring the same again: never the exact place or the time. */
export const templateOf = ({ what, area, needs, contact, lasts }: Typed): AlertTemplate => ({
  what: what.trim(),
  area: area.trim(),
  needs,
  contact: contact.trim(),
  lasts,
})
