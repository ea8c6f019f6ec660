import { CODES } from '../../core/engine/contract/codes.ts'
import type { RecordId } from '../../core/engine/contract/ids.ts'
import { INCIDENT_TYPES, type IncidentFields } from '../../core/engine/contract/incident.ts'
import type { Harmed, IncidentMore, Perpetrator } from '../../core/engine/contract/record-kinds.ts'
import type { KeyedFile } from '../../core/records/keyed-file.ts'
import { Chance } from './made-up.ts'

/** A word that about half of the incidents hold, one that ten in 100,000 hold, and a kind and an area to filter by. */
export const COMMON_WORD = 'police'
export const RARE_WORD = 'zanzibarite'
export const FILTER_TYPE = 'arrest'
export const FILTER_AREA = 'Area 7'
/** So many incidents for one person, and for one who did harm. */
export const INCIDENTS_A_PERSON = 5
export const INCIDENTS_A_PERPETRATOR = 50
const AREAS = 200
export const FIRST_DAY = Date.UTC(2016, 0, 1)
export const DAYS = 3_900

/** What happens most; all other kinds share the rest. */
const FREQUENT = [
  ['arrest', 0.14],
  ['extortion', 0.12],
  ['assault', 0.1],
  ['threats', 0.08],
  ['client-assault', 0.08],
  ['client-robbery', 0.08],
  ['detention', 0.06],
  ['health-refusal', 0.05],
  ['raid-premises', 0.04],
] as const
const LIBERTY: ReadonlySet<string> = new Set(INCIDENT_TYPES.filter(({ group }) => group === 'liberty').map(({ slug }) => slug))

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** Says what record the person or perpetrator of a number has; null where incidents are made for no place. */
export type RefOf = (kind: 'person' | 'perpetrator', number: number) => RecordId | null

/**
 * Incident number `i` of a made-up log: the same for the same number, with all that a real one says, each in some share of all. About `chars` characters of
 * narrative. Dates go back and forth over ten years. It names people and perpetrators whose numbers are lower than its own divided by
 * INCIDENTS_A_PERSON and INCIDENTS_A_PERPETRATOR: some often, many once or twice.
 */
export function incident(i: number, refOf: RefOf, chars = 600): IncidentFields {
  const chance = new Chance(i + 1)
  const types = typesOf(chance)
  const day = chance.day(FIRST_DAY, DAYS)
  const common = chance.is(0.5) ? `${COMMON_WORD} ` : ''
  const rare = i % 10_000 === 17 ? ` ${RARE_WORD}` : ''
  return {
    title: `${chance.text(30)} ${i}`,
    types,
    start: { date: day, ...(chance.is(0.5) ? { time: `${String(chance.below(24)).padStart(2, '0')}:30` } : {}), about: chance.is(0.2) },
    area: `Area ${chance.below(AREAS)}`,
    narrative: `${common}${chance.text(chars)}${rare}`,
    source: chance.is(0.15) ? row(chance, i) : null,
    ...aboutIt(chance),
    ...followUp(chance, day),
    ...(types.some((type) => LIBERTY.has(type)) ? arrest(chance) : {}),
    ...lists(chance, i, refOf),
  }
}

function typesOf(chance: Chance): string[] {
  const type = (): string => {
    let left = chance.next()
    for (const [slug, share] of FREQUENT) {
      if (left < share) return slug
      left -= share
    }
    return chance.pick(INCIDENT_TYPES).slug
  }
  return [...new Set(Array.from({ length: chance.is(0.3) ? 2 : 1 }, type))]
}

function row(chance: Chance, i: number): IncidentFields['source'] {
  const cells = ['Form no.', 'Outreach team', 'Remarks'].map((name) => ({ name, value: chance.text(12) }))
  return { fileName: 'incidents 2016-2026.xlsx', row: i + 2, cells }
}

function aboutIt(chance: Chance): IncidentMore {
  const said: Writable<IncidentMore> = {}
  if (chance.is(0.7)) said.certainty = chance.pick(CODES.certainty)
  if (chance.is(0.6)) said.placeKind = chance.pick(CODES.placeKind)
  if (chance.is(0.6)) said.knownBy = chance.pick(CODES.knownBy)
  if (chance.is(0.4)) said.reliability = chance.pick(CODES.reliability)
  if (chance.is(0.3)) said.language = chance.pick(['Kiswahili', 'English', 'Luo', 'Kikuyu'])
  if (chance.is(0.5)) said.recordedBy = chance.pick(['AW', 'JM', 'Night outreach', 'Hotline'])
  if (chance.is(0.2)) said.place = chance.hex(4)
  if (chance.is(0.15)) said.summary = chance.text(120)
  if (chance.is(0.1)) said.method = chance.text(80)
  if (chance.is(0.1)) said.reason = chance.text(60)
  return said
}

function followUp(chance: Chance, day: string): IncidentMore {
  const said: Writable<IncidentMore> = {}
  const after = Date.parse(day)
  if (chance.is(0.3)) said.response = chance.text(100)
  if (chance.is(0.1)) said.outcome = chance.text(60)
  if (chance.is(0.15)) said.interviewedBy = chance.text(15)
  if (chance.is(0.3)) said.received = { date: chance.day(after, 20), about: false }
  if (chance.is(0.12)) {
    said.feedbackDue = { date: chance.day(after, 60), about: false }
    if (chance.is(0.6)) said.feedbackDone = { date: chance.day(after, 90), about: false }
  }
  return said
}

function arrest(chance: Chance): IncidentMore {
  const said: Writable<IncidentMore> = {
    detention: chance.pick(CODES.detention),
    heldAt: `Station ${chance.below(40)}`,
    custody: chance.pick(CODES.yesNo),
    lawyer: chance.pick(CODES.lawyer),
    medical: chance.pick(CODES.medical),
  }
  if (chance.is(0.5)) said.contactOutside = chance.pick(CODES.yesNo)
  if (chance.is(0.4)) said.statement = chance.pick(CODES.statement)
  if (chance.is(0.15)) said.statementExplained = chance.text(60)
  if (chance.is(0.5)) said.caseNumber = `OB/${chance.below(90)}/${chance.below(10_000)}`
  if (chance.is(0.3)) said.bail = `KES ${chance.below(40) * 500}`
  if (chance.is(0.4)) said.released = { date: chance.day(FIRST_DAY, DAYS), about: false }
  return said
}

/** One of the first `known`: some are met again and again, the first most of all; half of the time it is somebody new. */
const met = (chance: Chance, known: number): number => (chance.is(0.5) ? known - 1 : Math.floor(known * chance.next() ** 2))

function lists(chance: Chance, i: number, refOf: RefOf): IncidentMore {
  const said: Record<string, Harmed | Perpetrator | KeyedFile> = {}
  for (let left = 1 + Number(chance.is(0.2)) + Number(chance.is(0.1)); left > 0; left--) {
    const person = chance.is(0.7) ? refOf('person', met(chance, Math.floor(i / INCIDENTS_A_PERSON) + 1)) : null
    const one: Writable<Harmed> = person === null ? { name: chance.text(8) } : { person }
    one.role = chance.is(0.8) ? 'sex-worker' : chance.pick(CODES.role)
    if (chance.is(0.1)) one.people = 2 + chance.below(20)
    if (chance.is(0.6)) one.injuries = chance.pick(CODES.injuries)
    if (chance.is(0.3)) one.what = chance.text(60)
    if (chance.is(0.3)) one.needs = [...new Set([chance.pick(CODES.need), chance.pick(CODES.need)])]
    said[`harmed:${chance.hex(4)}`] = one
  }
  for (let left = Number(chance.is(0.8)) + Number(chance.is(0.2)); left > 0; left--) {
    const one: Writable<Perpetrator> = { kind: chance.is(0.5) ? 'police' : chance.pick(CODES.perpetratorKind) }
    const known = chance.is(0.35) ? refOf('perpetrator', met(chance, Math.floor(i / INCIDENTS_A_PERPETRATOR) + 1)) : null
    if (known !== null) one.perpetrator = known
    else if (chance.is(0.2)) one.name = chance.text(10)
    if (chance.is(0.6)) one.degree = chance.pick(CODES.degree)
    if (chance.is(0.2)) one.people = 2 + chance.below(10)
    if (chance.is(0.15)) one.note = chance.text(50)
    said[`perpetrator:${chance.hex(4)}`] = one
  }
  if (chance.is(0.12)) said[`file:${chance.hex(4)}`] = file(chance)
  return said as IncidentMore
}

const file = (chance: Chance): KeyedFile => ({
  list: chance.hex(32),
  key: chance.hex(32),
  sha256: chance.hex(32),
  size: 1_000 + chance.below(4_000_000),
  type: 'image/jpeg',
  name: `IMG_${chance.below(10_000)}.jpg`,
})
