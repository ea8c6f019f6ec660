import { z } from 'zod'
import { type AlertChanges, type AlertFields, alertFieldsSchema } from '../engine/contract/alert.ts'
import { LIMITS } from '../engine/contract/limits.ts'
import { ParasolError } from '../error.ts'
import { BodyError } from './error.ts'
import { type RecordName, recordName, shaped } from './shape.ts'
import { cleanLine, withinLimit } from './text.ts'

const NEED_LENGTH = 64

/**
 * Body of an `alert` entry, version 2 (docs/protocol.md section 4.5): its author raises an alert, amends it and says what is new, or says that it is over.
 * Unknown properties are kept, the padding is not.
 */
export type AlertBody = { record: RecordName; [unknown: string]: unknown } & (
  | { action: 'raise'; fields: AlertFields; raised: number }
  | { action: 'update'; fields: AlertChanges; news: string }
  | { action: 'stand-down'; words: string }
)

/** The last moment that a Date can hold. */
const LAST_MS = 8_640_000_000_000_000

const fieldsShape = z.object({
  what: z.string(),
  area: z.string(),
  place: z.string(),
  began: z.number().int().min(0).max(LAST_MS).nullable(),
  needs: z.array(z.string()).max(LIMITS.alertNeeds),
  contact: z.string(),
  lasts: z.number().int().min(1),
})
const pad = z.string().optional()
const alertShape = z.discriminatedUnion('action', [
  z.looseObject({ record: recordName, action: z.literal('raise'), fields: fieldsShape, raised: z.number().int().min(0).max(LAST_MS), pad }),
  z.looseObject({ record: recordName, action: z.literal('update'), fields: fieldsShape.partial(), news: z.string(), pad }),
  z.looseObject({ record: recordName, action: z.literal('stand-down'), words: z.string(), pad }),
])

/** Every field of an alert, in the order in which screens name them. */
export const ALERT_FIELDS = alertFieldsSchema.keyof().options

const textOf = (text: string, field: string, limit: number): string => withinLimit(cleanLine(text), field, limit)

/** Needs without repeats. Throws TEXT_TOO_LONG or BAD_INPUT, naming `field`. */
export function cleanNeeds(needs: readonly string[], field: string): string[] {
  const clean = [...new Set(needs.map(cleanLine))]
  if (clean.includes('') || clean.length > LIMITS.alertNeeds) throw new ParasolError('BAD_INPUT', { field })
  for (const need of clean) withinLimit(need, field, NEED_LENGTH)
  return clean
}

/** A line of news, last words and the like, as they are kept. Throws TEXT_TOO_LONG with the field. */
export const cleanWords = (text: string, field: string, limit: number = LIMITS.alertNews): string => textOf(text, field, limit)

/** Changes as they come from outside, where what is left out may also be undefined. */
export type ChangesGiven = { [Name in keyof AlertFields]?: AlertFields[Name] | undefined }

/** What changes, as it is kept: texts of one line, needs without repeats, at most the longest time. Cleaning twice changes nothing. Throws TEXT_TOO_LONG or BAD_INPUT with the field. */
export function cleanChanges(changes: ChangesGiven): AlertChanges {
  const { what, area, place, began, needs, contact, lasts } = changes
  const clean: AlertChanges = {
    ...(what === undefined ? {} : { what: textOf(what, 'what', LIMITS.title) }),
    ...(area === undefined ? {} : { area: textOf(area, 'area', LIMITS.area) }),
    ...(place === undefined ? {} : { place: textOf(place, 'place', LIMITS.alertPlace) }),
    ...(began === undefined ? {} : { began }),
    ...(needs === undefined ? {} : { needs: cleanNeeds(needs, 'needs') }),
    ...(contact === undefined ? {} : { contact: textOf(contact, 'contact', LIMITS.alertContact) }),
    // Whoever asks for more gets the most: a call for help must not count for nothing because of how long it lasts.
    ...(lasts === undefined ? {} : { lasts: Math.min(lasts, LIMITS.alertMinutes) }),
  }
  if (clean.what === '') throw new ParasolError('BAD_INPUT', { field: 'what' })
  return clean
}

/** All fields, cleaned in the same way. */
export const cleanAlert = (fields: AlertFields): AlertFields => ({ ...fields, ...cleanChanges(fields) })

/** Throws a BodyError where it is not one. */
export function parseAlert(value: unknown): AlertBody {
  const { pad: _pad, ...body } = shaped(alertShape, value)
  return cleanly(() => {
    if (body.action === 'raise') return { ...body, fields: cleanAlert(body.fields) }
    if (body.action === 'stand-down') return { ...body, words: cleanWords(body.words, 'words') }
    const fields = cleanChanges(body.fields)
    const news = cleanWords(body.news, 'news')
    if (news === '' && Object.keys(fields).length === 0) throw new BodyError('an update says nothing')
    return { ...body, fields, news }
  })
}

/** What `act` makes; that a text does not fit becomes a BodyError. */
export function cleanly<T>(act: () => T): T {
  try {
    return act()
  } catch (cause) {
    if (cause instanceof ParasolError) throw new BodyError(`fields do not fit (${cause.code})`, { cause })
    throw cause
  }
}

/** A body of version 1 as one of version 2. It had no end, and gets the latest that there is. */
export function upgradeAlert(value: unknown): unknown {
  const first = z.looseObject({ action: z.string(), fields: z.looseObject({}).optional() }).safeParse(value)
  if (!first.success) return value
  const { action, fields } = first.data
  if (action === 'stand-down') return { words: '', ...first.data }
  return { ...first.data, fields: { place: '', began: null, contact: '', lasts: LIMITS.alertMinutes, ...fields } }
}
