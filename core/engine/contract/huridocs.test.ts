import { describe, expect, it } from 'vitest'
import { CODES, type CodeList } from './codes.ts'
import { huridocsOf, huridocsOfDate, MICRO_THESAURI } from './huridocs.ts'
import { INCIDENT_TYPES } from './incident.ts'

const LISTS = Object.keys(CODES) as CodeList[]
const termsOf = (list: CodeList): [code: string, term: string | { within: string } | null][] =>
  MICRO_THESAURI[list] === null ? [] : Object.entries(MICRO_THESAURI[list].terms)

describe('HURIDOCS codes', () => {
  it('say of each list whether it follows a micro-thesaurus, and of each of its codes which term that is', () => {
    expect(Object.keys(MICRO_THESAURI).toSorted()).toEqual(LISTS.toSorted())
    for (const list of LISTS) {
      if (MICRO_THESAURI[list] === null) continue
      expect(termsOf(list).map(([code]) => code)).toEqual([...CODES[list]])
      expect(termsOf(list).some(([, term]) => term !== null)).toBe(true)
    }
  })

  it('are pairs of digits, at most six, none of which only fills up', () => {
    const codes = LISTS.flatMap((list) => CODES[list].flatMap((code) => huridocsOf(list, code) ?? []))
    for (const code of [...codes, ...huridocsOfDate({ date: '2020', about: true })]) {
      expect(code).toMatch(/^MT\d{2}:(\d\d){1,6}$/)
      expect(code).not.toMatch(/00$/)
    }
    for (const { huridocs } of INCIDENT_TYPES) if (huridocs !== null) expect(huridocs).toMatch(/^MT4:\d{6,12}$/)
  })

  it('have one list for each micro-thesaurus, and one code for each term that says the same', () => {
    const followed = LISTS.flatMap((list) => MICRO_THESAURI[list]?.mt ?? [])
    expect(followed).toEqual([...new Set(followed)])
    for (const list of LISTS) {
      const same = termsOf(list).flatMap(([, term]) => (typeof term === 'string' ? [term] : []))
      expect(same).toEqual([...new Set(same)])
    }
  })

  it('are found by list and code, and there are none for other words', () => {
    expect(huridocsOf('perpetratorKind', 'police')).toBe('MT24:010104')
    expect(huridocsOf('perpetratorKind', 'mob')).toBe('MT24:02')
    expect(huridocsOf('perpetratorKind', 'client')).toBeNull()
    expect(huridocsOf('perpetratorKind', 'constructor')).toBeNull()
    expect(huridocsOf('need', 'lawyer')).toBeNull()
  })

  it('say what is not known of a date', () => {
    expect(huridocsOfDate(null)).toEqual([])
    expect(huridocsOfDate({ date: '2020-06-01', about: false })).toEqual([])
    expect(huridocsOfDate({ date: '2020-06-01', time: '02:30', about: true })).toEqual(['MT48:01'])
    expect(huridocsOfDate({ date: '2020-06', about: false })).toEqual(['MT48:02'])
    expect(huridocsOfDate({ date: '2020', about: true })).toEqual(['MT48:01', 'MT48:03'])
  })
})
