import fc from 'fast-check'
import type { AlertFields, Answer, AnswerFields } from '../engine/contract/alert.ts'
import { answerBody, raiseBody, standDownBody, updateBody } from './body.ts'
import { name, organisation, type Place, tombstone, version } from './testing.ts'
import type { RecordVersion } from './version.ts'

export { entry, log, name, organisation, space, tombstone, write } from './testing.ts'

/** Made-up alerts for tests (testing.ts). */

export const alertFields = (changes: Partial<AlertFields> = {}): AlertFields => ({
  what: 'Police at the door',
  area: 'Kibera',
  place: '',
  began: null,
  needs: ['lawyer', 'bail'],
  contact: '',
  lasts: 1_440,
  ...changes,
})

export const answerFields = (answer: Answer, more: Partial<AnswerFields> = {}): AnswerFields => ({
  answer,
  brings: [],
  line: '',
  question: answer === 'question' ? 'Which station?' : '',
  ...more,
})

export const raise = (record: number, place: Place = {}, changes: Partial<AlertFields> = {}, raised = 1_772_000_000_000): RecordVersion =>
  version(raiseBody(name(record), alertFields(changes), raised), place)
export const update = (record: number, place: Place = {}, news = 'They have left', changes: Partial<AlertFields> = {}): RecordVersion =>
  version(updateBody(name(record), changes, news), place)
export const standDown = (record: number, place: Place = {}, words = ''): RecordVersion =>
  version(standDownBody(name(record), words), place)
export const answer = (
  record: number,
  said: Answer,
  place: Place = {},
  raiser = 0,
  more: Partial<AnswerFields> & { knows?: number } = {},
): RecordVersion => {
  const { knows = 0, ...rest } = more
  return version(answerBody(name(record), organisation(raiser), answerFields(said, rest), knows), place)
}

/** Alerts of two names as three organisations may raise, amend, answer, end and erase them, clocks out of order. Each entry once. */
export function alertEntries(max: number): fc.Arbitrary<RecordVersion[]> {
  const step = fc.record({
    record: fc.nat(1),
    org: fc.nat(2),
    device: fc.nat(1),
    raiser: fc.nat(2),
    act: fc.constantFrom('raise', 'raise', 'update', 'update', 'answer', 'answer', 'answer', 'answer', 'end', 'tombstone'),
    said: fc.constantFrom<Answer>('seen', 'responding', 'cannot', 'question'),
    what: fc.constantFrom('a raid', 'an arrest'),
    more: fc.constantFrom<Partial<AlertFields>>({}, { lasts: 60 }, { place: 'Gate 4' }, { needs: ['media'], began: 5 }),
    ms: fc.nat(20),
    tomb: fc.nat(4),
  })
  return fc.array(step, { maxLength: max }).map((steps) =>
    steps.map(({ record, org, device, raiser, act, said, what, more, ms, tomb }, index) => {
      const time = 1_772_000_000_000 + ms * 1_000
      const place = { org, device, index, ms: time }
      if (act === 'raise') return raise(record, place, { what, ...more }, time)
      if (act === 'update') return update(record, place, what, more)
      if (act === 'end') return standDown(record, place, what)
      if (act === 'tombstone' && tomb === 0) return tombstone(record, place)
      return answer(record, said, place, raiser, { knows: ms, brings: more.needs ?? [] })
    }),
  )
}
