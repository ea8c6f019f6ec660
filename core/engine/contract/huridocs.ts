import { CODES, type CodeList } from './codes.ts'
import type { PartialDate } from './field-spec.ts'

/** A term of the HURIDOCS micro-thesauri: number of the list, and the pairs of digits that the term has in print ("MT24:010104"). */
export type HuridocsCode = `MT${number}:${string}`

/** Digits where their term says what ours says; `within`: where it is the nearest that holds all of ours; null: where none does. */
type Term = string | { readonly within: string } | null

type Terms<L extends CodeList> = Readonly<Record<(typeof CODES)[L][number], Term>>
type Thesaurus<L extends CodeList> = { readonly mt: number; readonly terms: Terms<L> }

const within = (digits: string): Term => ({ within: digits })

/**
 * The micro-thesaurus that each list follows, and the term of each of its codes; null for lists that follow none. Every code has its line, so that one that
 * comes later is not forgotten. What is said in other words than theirs gets a wider term or none: a record must not say more abroad than somebody
 * said here. A term counts by its own words, not by the heading that it stands under.
 *
 * Digits are those of the table that HURIDOCS' OpenEvSys is filled from (`schema/mysql-dbpopulate-mt.sql`), without the zeros that fill them up to twelve
 * there, as the Events Standard Formats print them; docs/huridocs.md says more.
 */
export const MICRO_THESAURI = {
  // Their tables contradict each other on the three others: the French and Spanish terms of 02 and 04 are the English ones the other way round, and
  // the handbook's example calls 03 what the table calls 04.
  certainty: { mt: 41, terms: { confirmed: '01', likely: null, possible: null, unlikely: null } },
  placeKind: {
    mt: 17,
    terms: {
      street: within('0701'),
      home: '0101',
      workplace: '0102',
      hotel: within('0209'),
      'drop-in': within('02'),
      shelter: within('02'),
      office: within('0504'),
      police: '0305',
      prison: '0306',
      court: '0307',
      health: within('04'),
      vehicle: '0704',
      online: null,
      // What is in no list of ours may be in theirs, so it is not their "Other".
      other: null,
    },
  },
  knownBy: {
    mt: 19,
    terms: {
      harmed: '0101',
      witness: '0102',
      staff: within('0102'),
      relative: within('0201'),
      lawyer: '0401',
      media: within('03'),
      document: null,
      hearsay: '03',
    },
  },
  // "Cannot rely on it" is two terms of theirs, and nothing holds both.
  reliability: { mt: 42, terms: { reliable: '01', mostly: '02', unsure: '03', unreliable: null } },
  // Those that ask for a yes or no are several questions.
  yesNo: null,
  // MT29 sorts by the law that somebody is held under, this list by where and how.
  detention: null,
  lawyer: {
    mt: 31,
    terms: {
      // Who asked and got none may have been refused one, or none could come: theirs says that it was forbidden.
      refused: null,
      'not-asked': '02',
      'at-questioning': '05',
      'before-charge': '03',
      'after-charge': '04',
      // In two terms of theirs: permitted to defend, or not.
      'in-court': null,
      unknown: '99',
    },
  },
  statement: {
    mt: 36,
    terms: { forced: '01', 'not-asked': '02', refused: '03', understood: '04', 'not-understood': '05', unknown: '99' },
  },
  medical: {
    mt: 37,
    terms: { 'not-needed': '0201', refused: within('0203'), late: within('02'), given: within('02'), asked: '0202', unknown: '99' },
  },
  role: null,
  injuries: {
    mt: 25,
    terms: { none: null, light: within('0102'), serious: within('0102'), lasting: within('0102'), death: '0101', unknown: '99' },
  },
  perpetratorKind: {
    mt: 24,
    terms: {
      police: '010104',
      prison: '010105',
      'local-government': '010102',
      'armed-forces': '010103',
      intelligence: '010106',
      // With prosecutors, who are of the executive in many countries.
      judiciary: within('01'),
      'private-guards': '0204',
      mob: within('02'),
      extremists: within('02'),
      client: null,
      manager: within('1103'),
      landlord: within('11'),
      'health-worker': within('1105'),
      family: within('1101'),
      employer: '110301',
      'online-account': null,
      unknown: '99',
    },
  },
  degree: {
    mt: 18,
    terms: { 'carried-out': '0101', ordered: '0102', present: '0104', planned: '0105', suspected: '0106', 'failed-to-prevent': '0503' },
  },
  since: {
    mt: 26,
    terms: {
      'in-post': '01',
      moved: null,
      suspended: null,
      dismissed: within('02'),
      investigated: null,
      // Each of these has one term for who still holds the post, and one for who does not.
      charged: null,
      convicted: null,
      acquitted: null,
      unknown: '99',
    },
  },
  // MT20 and MT27 say what was done for somebody, not what is needed.
  need: null,
  requestStatus: {
    mt: 45,
    terms: {
      asked: within('05'),
      accepted: within('05'),
      'under-way': null,
      met: within('07'),
      refused: within('07'),
      withdrawn: within('07'),
    },
  },
  // "Soon" lies between "High priority" and "Priority".
  priority: { mt: 46, terms: { now: '01', soon: null, later: '04' } },
  complaintCategory: null,
  complaintState: null,
  closedReason: null,
  confidentiality: null,
  testimonyForm: null,
  linkKind: { mt: 22, terms: { 'same-event': null, follows: '22', 'reprisal-for': within('23'), 'same-officer': null } },
  typeGroup: null,
  purpose: null,
} as const satisfies { readonly [L in CodeList]: Thesaurus<L> | null }

const CODES_OF = new Map<CodeList, ReadonlyMap<string, HuridocsCode>>(
  (Object.keys(CODES) as CodeList[]).flatMap((list) => {
    const thesaurus: { mt: number; terms: Readonly<Record<string, Term>> } | null = MICRO_THESAURI[list]
    if (thesaurus === null) return []
    const found = Object.entries(thesaurus.terms).flatMap(([code, term]): [string, HuridocsCode][] =>
      term === null ? [] : [[code, `MT${thesaurus.mt}:${typeof term === 'string' ? term : term.within}`]],
    )
    return [[list, new Map(found)]]
  }),
)

/** The HURIDOCS term that says what a code of a list says, or is the nearest that holds it; null where none does, and for words that are no code of it. */
export const huridocsOf = (list: CodeList, code: string): HuridocsCode | null => CODES_OF.get(list)?.get(code) ?? null

/** What HURIDOCS says of a date that is not exact (MT48, types of dates): an estimate, day or month not known. None for one that is, or is not known at all. */
export function huridocsOfDate(date: PartialDate | null | undefined): HuridocsCode[] {
  if (!date) return []
  const [, month, day] = date.date.split('-')
  const missing: HuridocsCode[] = month === undefined ? ['MT48:03'] : day === undefined ? ['MT48:02'] : []
  return date.about ? ['MT48:01', ...missing] : missing
}
