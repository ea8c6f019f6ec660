import type { GroupSpec, Spec } from '../../../core/engine/contract/field-spec.ts'
import type { PartialDate, RecordId, Typed, TypedDate, TypedGroup } from '../../../core/engine/contract/index.ts'
import { partialWords } from '../../i18n/when.ts'
import { readWhen, type WhenProblem } from './when-parts.ts'

/** What is wrong with a field, so that it cannot be saved as it is. */
export type Problem = 'missing' | 'too-long' | 'no-count' | 'no-words' | WhenProblem

export const NO_DATE: TypedDate = { words: '', date: '', time: '', about: false }

/** What stands in a field of the form: nothing, text, codes or a date. */
export const textIn = (typed: Typed | undefined): string => (typeof typed === 'string' ? typed : '')
export const codesIn = (typed: Typed | undefined): string[] => (Array.isArray(typed) ? typed : [])
export const dateIn = (typed: Typed | undefined): TypedDate => (typeof typed === 'object' && !Array.isArray(typed) ? typed : NO_DATE)

/** Whether a field of the form holds nothing that would be missed. */
export function isBlank(typed: Typed | undefined): boolean {
  if (typed === undefined) return true
  if (typeof typed === 'string') return typed.trim() === ''
  if (Array.isArray(typed)) return typed.length === 0
  return [typed.words, typed.date, typed.time].every((text) => text.trim() === '')
}

/** A date as the form holds it, read; `no-words` where nothing could be made of the words. */
export function readDate({ words, date, time, about }: TypedDate): { when: PartialDate | null } | { problem: Problem } {
  if (words.trim() !== '' && date === '' && time === '') return { problem: 'no-words' }
  return readWhen(date, time, about)
}

/** A date as the form shows it. */
export const typedDate = ({ date, time = '', about }: PartialDate, words = ''): TypedDate => ({
  words,
  date,
  time,
  about,
})

/** What one field of the form says; undefined where that is nothing. */
function readOne(spec: Spec, typed: Typed | undefined): { value: unknown } | { problem: Problem } {
  if (isBlank(typed)) return { value: undefined }
  switch (spec.is) {
    case 'line':
    case 'text': {
      const text = spec.is === 'line' ? textIn(typed).trim() : textIn(typed)
      return text.length > spec.max ? { problem: 'too-long' } : { value: text }
    }
    case 'code':
      return { value: textIn(typed) }
    case 'codes':
      return { value: codesIn(typed) }
    case 'date': {
      const read = readDate(dateIn(typed))
      return 'problem' in read ? read : { value: read.when ?? undefined }
    }
    case 'count': {
      const text = textIn(typed).trim()
      return /^\d{1,9}$/.test(text) && Number(text) <= spec.max ? { value: Number(text) } : { problem: 'no-count' }
    }
    case 'ref':
      return { value: textIn(typed) as RecordId }
    case 'mark':
    case 'key':
    case 'flag':
    case 'refs':
      return { value: undefined }
  }
}

/** Reads a group of fields: what they say, without those that say nothing, and what is wrong with them by name. */
export function readGroup(group: GroupSpec, typed: TypedGroup): { values: Record<string, unknown>; problems: Record<string, Problem> } {
  const values: Record<string, unknown> = {}
  const problems: Record<string, Problem> = {}
  for (const [field, spec] of Object.entries(group)) {
    const read = readOne(spec, typed[field])
    if ('problem' in read) problems[field] = read.problem
    else if (read.value !== undefined) values[field] = read.value
  }
  return { values, problems }
}

/** A value as the form shows it; undefined where it says nothing. */
function typedOne(spec: Spec, value: unknown): Typed | undefined {
  if (value === undefined || value === null) return undefined
  switch (spec.is) {
    case 'line':
    case 'text':
    case 'code':
    case 'ref':
      return typeof value === 'string' && value !== '' ? value : undefined
    case 'codes':
      return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined
    case 'date':
      return typedDate(value as PartialDate, partialWords(value as PartialDate))
    case 'count':
      return String(value)
    case 'mark':
    case 'key':
    case 'flag':
    case 'refs':
      return undefined
  }
}

/** A group of fields as the form shows it. */
export function typedGroup(group: GroupSpec, values: Readonly<Record<string, unknown>>): TypedGroup {
  const typed = Object.entries(group).map(([field, spec]) => [field, typedOne(spec, values[field])] as const)
  return Object.fromEntries(typed.flatMap(([field, one]) => (one === undefined ? [] : [[field, one]])))
}

/** Nothing, for a field that said something before. */
export const emptyOf = (spec: Spec): unknown => (spec.is === 'line' || spec.is === 'text' ? '' : spec.is === 'codes' ? [] : null)
