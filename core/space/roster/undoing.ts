import { toHex } from '../../crypto/bytes.ts'
import type { Citation } from './citations.ts'
import type { Folded } from './fold.ts'
import { type Chain, chainsOf, commonLength, isOn } from './forks.ts'
import { cutBy } from './stewards.ts'
import type { Step } from './term.ts'
import type { ForkedLog, Member } from './types.ts'

/** What stewards say where a chain is the only one of its log. */
type StepsAlong = (one: ForkedLog, chain: Chain) => readonly Step[]

type Removal = Extract<Step, { is: 'remove' }>

/** The first entry of a log by which a member cites a branch; `member` null where a statement of the forked log's own organisation does. */
interface Word {
  member: Member | null
  logId: Buffer
  index: number
}

/** What the entries of one log cite of one side, each longer head only where it was cited before all that are longer still. */
interface Sayings extends Omit<Word, 'index'> {
  side: number
  heads: { length: number; index: number }[]
}

/**
 * Those citations that count where stewards' logs are contested: nobody undoes a removal by citing another branch behind the own cut (docs/protocol.md
 * section 6, "Undoing"). `folded`: with all of them. What stands is the largest set of removals that hold each other up, so the order in which anything
 * came does not matter.
 */
export function withoutUndoing(
  citations: readonly Citation[],
  folded: Folded,
  forked: readonly ForkedLog[],
  along: StepsAlong,
): readonly Citation[] {
  const { roster, members, steps } = folded
  const contested = new Set(roster.contested.map(toHex))
  for (const logId of roster.founderLogIds) contested.delete(toHex(logId))
  const stewards = new Set(roster.authorityLogIds.map(toHex))
  const logs = forked.filter(({ logId }) => contested.has(toHex(logId)) && stewards.has(toHex(logId)))
  if (logs.length === 0) return citations
  const owners = new Map(members.flatMap((member) => member.devices.map(({ logId }) => [toHex(logId), member] as const)))
  const contests = logs.map((one) => new Contest(one, citations, folded, owners, along))
  const sides = contests.flatMap((contest) => contest.sides)
  // What removes somebody whichever branches count.
  sides.push(new Side(null, steps.filter(isRemoval)))
  for (const contest of contests) contest.support(sides)
  while (contests.some((contest) => contest.giveWay(sides)));
  const undoing = new Set(contests.flatMap((contest) => contest.undoing()))
  return undoing.size === 0 ? citations : citations.filter((one) => !undoing.has(one))
}

const isRemoval = (step: Step): step is Removal => step.is === 'remove'

/** The removals of one branch of a log, or (`chain` null) those that are in no contest. */
class Side {
  readonly chain: Chain | null
  /** The removals that stand are those below this index. */
  standsTo = Number.POSITIVE_INFINITY
  private readonly removals: Map<string, Removal[]>
  private readonly indexes: readonly number[]
  private readonly falls = new Map<string, { from: number; cut: number }[]>()

  /** `removals`: of one log in index order. */
  constructor(chain: Chain | null, removals: readonly Removal[]) {
    this.chain = chain
    this.indexes = removals.map(({ place }) => place.index)
    this.removals = Map.groupBy(removals, ({ instance }) => toHex(instance))
  }

  /** Where the last of the removals stands that stand; below all where none does. */
  get lastStanding(): number {
    return this.indexes.findLast((index) => index < this.standsTo) ?? -1
  }

  /** Whether a removal that stands cuts an entry off; with `any`, whether any would. */
  cuts({ member, logId, index }: Word, any = false): boolean {
    const fall = member && this.fallsOf(member.instance, logId).find(({ cut }) => cut <= index)
    return fall !== null && fall !== undefined && (any || fall.from < this.standsTo)
  }

  /** From which removal on a log is cut where, lower each time. */
  private fallsOf(instance: Buffer, logId: Buffer): { from: number; cut: number }[] {
    const removals = this.removals.get(toHex(instance))
    if (!removals) return []
    const name = toHex(logId)
    const known = this.falls.get(name)
    if (known) return known
    const falls: { from: number; cut: number }[] = []
    for (const removal of removals) {
      const { length } = cutBy(removal, logId)
      // Those that are in no contest are of many logs: they all stand.
      if (length < (falls.at(-1)?.cut ?? Number.POSITIVE_INFINITY)) falls.push({ from: this.chain ? removal.place.index : -1, cut: length })
    }
    this.falls.set(name, falls)
    return falls
  }
}

/** The branches of a steward's log that are cited, and what is said for and against each. */
class Contest {
  readonly sides: Side[]
  private readonly citations: { of: Citation; side: number }[]
  private readonly sayings: Sayings[]
  /** How far two sides are one. */
  private readonly shared: number[][]

  constructor(one: ForkedLog, all: readonly Citation[], folded: Folded, owners: ReadonlyMap<string, Member>, along: StepsAlong) {
    const isOfThis = ({ logId }: { logId: Buffer }): boolean => logId.equals(one.logId)
    const own = all.filter(isOfThis)
    const chains = chainsOf(one, own)
    this.shared = chains.map((chain) => chains.map((other) => commonLength(one, [chain, other])))
    const from = Math.min(...this.shared.flat())
    this.sides = chains.map((chain) => {
      const removals = along(one, chain).filter(isRemoval)
      return new Side(
        chain,
        removals.filter(({ place }) => isOfThis(place) && place.index >= from),
      )
    })
    this.citations = own.flatMap((of) => {
      const side = of.length > one.index ? chains.findIndex(({ branch }) => isOn(branch, of)) : -1
      return side < 0 ? [] : [{ of, side }]
    })
    this.sayings = sayingsOf(this.citations, one, folded, owners)
  }

  /** A removal needs somebody who cites it and whom no branch of any log removes: of two sides that remove each other's neither stands. */
  support(sides: readonly Side[]): void {
    for (const side of this.sides) side.standsTo = 0
    for (const { side: on, member, logId, heads } of this.sayings) {
      for (const { length, index } of heads) {
        if (sides.some((side) => side.cuts({ member, logId, index }, true))) continue
        for (const [at, side] of this.sides.entries()) {
          side.standsTo = Math.max(side.standsTo, at === on ? length : Math.min(length, this.sharedBy(at, on)))
        }
      }
    }
  }

  /** Lowers what stands to where a branch parts that somebody cites whom nothing that stands removes. True where that was not so already. */
  giveWay(sides: readonly Side[]): boolean {
    let found = false
    for (const { side: on, member, logId, heads } of this.sayings) {
      for (const [at, side] of this.sides.entries()) {
        const shared = this.sharedBy(at, on)
        if (at === on || shared >= side.standsTo) continue
        const against = heads.filter(({ length }) => length > shared)
        if (against.every(({ index }) => sides.some((one) => one.cuts({ member, logId, index })))) continue
        side.standsTo = shared
        found = true
      }
    }
    return found
  }

  /** The citations of branches that part from another below a removal that stands there. */
  undoing(): Citation[] {
    const last = this.sides.map((side) => side.lastStanding)
    return this.citations
      .filter(({ of, side: on }) =>
        this.sides.some((_, at) => at !== on && this.sharedBy(at, on) <= (last[at] ?? -1) && of.length > this.sharedBy(at, on)),
      )
      .map(({ of }) => of)
  }

  private sharedBy(a: number, b: number): number {
    return this.shared[a]?.[b] ?? 0
  }
}

/**
 * Who is heard on a contest: members, but those who came in by the forked log itself behind the fork and were never put in charge, as whoever has its
 * key lets in as many as it likes.
 */
function sayingsOf(
  citations: readonly { of: Citation; side: number }[],
  one: ForkedLog,
  { ledger, roster }: Folded,
  owners: ReadonlyMap<string, Member>,
): Sayings[] {
  const inCharge = new Set(
    [roster.founder, ...roster.appointments.flatMap(({ instance, limited }) => (limited ? [] : [instance]))].map(toHex),
  )
  const isHeard = ({ instance }: Member): boolean => {
    const admission = ledger.operation(instance)
    return inCharge.has(toHex(instance)) || !admission || !admission.logId.equals(one.logId) || admission.index < one.index
  }
  const byLog = Map.groupBy(citations, ({ of, side }) => `${side} ${of.by ? toHex(of.by.logId) : ''}`)
  return [...byLog.values()].flatMap((said): Sayings[] => {
    const [first] = said
    const heads = foremost(said.map(({ of }) => ({ length: of.length, index: of.by?.index ?? 0 })))
    if (!first?.of.by) return first ? [{ side: first.side, member: null, logId: one.logId, heads }] : []
    const { logId } = first.of.by
    const member = owners.get(toHex(logId))
    return member && isHeard(member) ? [{ side: first.side, member, logId, heads }] : []
  })
}

/** Of heads that one log cites, without those that were cited after a longer one. */
function foremost(heads: readonly { length: number; index: number }[]): { length: number; index: number }[] {
  const out: { length: number; index: number }[] = []
  for (const head of [...heads].sort((a, b) => b.length - a.length || a.index - b.index)) {
    if (head.index < (out.at(-1)?.index ?? Number.POSITIVE_INFINITY)) out.push(head)
  }
  return out
}
