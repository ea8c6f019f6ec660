import fc from 'fast-check'
import type { AlertFields, Answer } from '../engine/contract/alert.ts'
import { answerBody, raiseBody, standDownBody } from './body.ts'
import { name, organisation, type Place, tombstone, version } from './testing.ts'
import type { RecordVersion } from './version.ts'

export { entry, log, name, organisation, space, tombstone, write } from './testing.ts'

/** Made-up alerts for tests (testing.ts). */

export const alertFields = (changes: Partial<AlertFields> = {}): AlertFields => ({
  what: 'Police at the door',
  area: 'Kibera',
  needs: ['lawyer', 'bail'],
  ...changes,
})

export const raise = (record: number, place: Place = {}, changes: Partial<AlertFields> = {}, raised = 1_772_000_000_000): RecordVersion =>
  version(raiseBody(name(record), alertFields(changes), raised), place)
export const standDown = (record: number, place: Place = {}): RecordVersion => version(standDownBody(name(record)), place)
export const answer = (record: number, said: Answer, place: Place = {}, raiser = 0): RecordVersion =>
  version(answerBody(name(record), organisation(raiser), said), place)

/** Alerts of two names as three organisations may raise, answer, end and erase them, clocks out of order. Each entry once. */
export function alertEntries(max: number): fc.Arbitrary<RecordVersion[]> {
  const step = fc.record({
    record: fc.nat(1),
    org: fc.nat(2),
    device: fc.nat(1),
    raiser: fc.nat(2),
    act: fc.constantFrom('raise', 'raise', 'answer', 'answer', 'answer', 'answer', 'end', 'tombstone'),
    said: fc.constantFrom<Answer>('seen', 'responding', 'cannot'),
    what: fc.constantFrom('a raid', 'an arrest'),
    ms: fc.nat(20),
    tomb: fc.nat(4),
  })
  return fc.array(step, { maxLength: max }).map((steps) =>
    steps.map(({ record, org, device, raiser, act, said, what, ms, tomb }, index) => {
      const time = 1_772_000_000_000 + ms * 1_000
      const place = { org, device, index, ms: time }
      if (act === 'raise') return raise(record, place, { what }, time)
      if (act === 'end') return standDown(record, place)
      if (act === 'tombstone' && tomb === 0) return tombstone(record, place)
      return answer(record, said, place, raiser)
    }),
  )
}
