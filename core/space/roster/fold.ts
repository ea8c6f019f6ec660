import { fromHex } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { logIdOf } from '../../log/log-id.ts'
import type { Genesis } from '../format/genesis.ts'
import type { Statement } from '../format/statement.ts'
import { citationsOf, withinEnds } from './citations.ts'
import { foldEpochs, rosterEpochOrder } from './epochs.ts'
import { along, ForkRule, type Standing, withoutForks } from './forks.ts'
import { type FounderChain, founderChain } from './founder.ts'
import { Ledger } from './ledger.ts'
import { belowEnd, foldMembers } from './members.ts'
import { Leaves } from './own.ts'
import { Epochs } from './roster-epochs.ts'
import { Statements } from './statements.ts'
import { foldStewards } from './stewards.ts'
import type { Step } from './term.ts'
import type { ForkedLog, Member, Roster, RosterBlock } from './types.ts'
import { withoutUndoing } from './undoing.ts'
import { setWatermarks } from './watermarks.ts'

/** Rounds after which the epochs of the roster ring stand; each finds one at least. */
const ROUNDS_MAX = 512

/**
 * The roster: a pure function of the roster-ring entries held, in whatever order they came, and of statements that came by other ways
 * (docs/protocol.md section 6). No clock, no chance, no disk. Null while the genesis with this hash is not among them. One pass, each step using only those before
 * it; three where logs are forked, as who belongs says whose citations count. `forked`: of such logs `held` has any branch, or none.
 */
export function foldRoster(
  space: Buffer,
  genesisHash: Buffer,
  held: readonly RosterBlock[],
  shown: readonly Statement[] = [],
  forked: readonly ForkedLog[] = [],
): Roster | null {
  const sorted = withoutForks(held, genesisHash)
  // Their own signatures decide on statements, not the branch that they stand on: or an organisation would contradict what it cannot hear any more.
  const statements = new Statements([...sorted, ...forked.flatMap(({ branches }) => branches.flatMap(({ blocks }) => blocks))], shown)
  const fold = (standing: Standing) => foldStanding(space, genesisHash, standing, statements)
  if (forked.length === 0) return fold({ blocks: sorted, contested: new Map() })?.roster ?? null
  const rule = new ForkRule(sorted, forked, genesisHash)
  const open = fold(rule.open())
  if (!open) return null
  const said = citationsOf(open, forked)
  // Which removals there are may hang on other forks: first by everything that is cited, then by what those removals leave of it.
  const first = fold(rule.cited(said))
  const within = first && withinEnds(said, first, forked)
  const standing = within && rule.cited(within)
  const second = standing && fold(standing)
  if (!second) return null
  const left = withoutUndoing(within, second, forked, (one, chain) => stewardSteps(second, along(standing, one, chain)))
  const last = left === within ? second : fold(rule.cited(left))
  return last ? { ...last.roster, heard: open.members } : null
}

/** A roster, and what it was made from. */
export interface Folded {
  roster: Roster
  members: Member[]
  ledger: Ledger
  /** The genesis. */
  first: RosterBlock
  chain: FounderChain
  /** Epochs of the roster ring that count. */
  epochs: Epochs
  /** What founders and stewards say, whether it has an effect or not. */
  steps: Step[]
}

function foldStanding(space: Buffer, genesisHash: Buffer, standing: Standing, statements: Statements): Folded | null {
  const sorted = standing.blocks
  const first = sorted.find((block) => block.index === 0 && block.blockHash.equals(genesisHash))
  const genesis = first && genesisOf(first, space)
  if (!first || !genesis) return null
  const { ledger, chain, work, leaves, epochs } = settle({ space, genesisHash, standing, statements, genesis, first })
  const members = foldMembers(ledger, chain, work, leaves, genesis, first.operationId)
  setWatermarks(members, work.stewards, ledger)
  const authorityLogIds = [...chain.logIds, ...work.stewards.flatMap(({ logs }) => logs.map(({ logId }) => logId))]
  const all = foldEpochs(ledger, members, epochs, authorityLogIds)
  const roster: Roster = {
    genesis,
    genesisHash,
    founderLogId: first.logId,
    founder: chain.now.instance,
    founderLogIds: chain.logIds,
    authorityLogIds,
    appointments: chain.appointments,
    offers: chain.now.frozen ? [] : chain.now.offers,
    ...chain.election,
    succeeded: chain.terms.flatMap(({ instance, succeeded }) => (succeeded ? [{ instance, ...succeeded }] : [])),
    members,
    heard: [],
    frozen: chain.now.frozen,
    contested: [...standing.contested.keys()].map(fromHex),
    rosterEpochIds: rosterEpochOrder(epochs, all, members),
    epochs: all,
    hash: rosterHash(members),
  }
  return { roster, members, ledger, first, chain, epochs, steps: [...chain.steps, ...work.steps] }
}

/** What stewards say by other standing entries, where all else is as it was folded. */
function stewardSteps({ ledger, first, chain, epochs }: Folded, standing: Standing): Step[] {
  const other = new Ledger(ledger.space, ledger.genesisHash, standing, ledger.statements, epochs)
  return foldStewards(other, chain, new Leaves(other), new Epochs(first)).steps
}

interface Sources {
  space: Buffer
  genesisHash: Buffer
  standing: Standing
  statements: Statements
  genesis: Genesis
  first: RosterBlock
}

/**
 * What founder and stewards say. What they say under an epoch of the roster ring counts once they have started that, so it is read again until
 * no epoch is new; and at last under those alone that were started by who then still has a say.
 */
function settle(sources: Sources) {
  let epochs = new Epochs(sources.first)
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const { started } = read(sources, epochs)
    const before = epochs.size
    for (const block of started.all()) epochs.start(block)
    if (epochs.size > before) continue
    epochs = started
    break
  }
  return { ...read(sources, epochs), epochs }
}

function read({ space, genesisHash, standing, statements, genesis, first }: Sources, epochs: Epochs) {
  const started = new Epochs(first)
  const ledger = new Ledger(space, genesisHash, standing, statements, epochs)
  const leaves = new Leaves(ledger)
  const chain = founderChain(ledger, genesis, first.operationId, started, leaves)
  return { ledger, chain, leaves, started, work: foldStewards(ledger, chain, leaves, started) }
}

function genesisOf({ content, logId, epochId }: RosterBlock, space: Buffer): Genesis | null {
  if (content.is !== 'genesis') return null
  const { genesis } = content
  return logIdOf(space, genesis.certify.fields.device).equals(logId) && genesis.rosterEpochId.equals(epochId) ? genesis : null
}

/** docs/protocol.md section 6, "Roster hash". */
function rosterHash(members: readonly Member[]): Buffer {
  const present = members.filter((one) => one.present).sort((a, b) => Buffer.compare(a.instance, b.instance))
  return H('roster', ...present.map(encodeMember))
}

function encodeMember(member: Member): Buffer {
  const logs = member.devices
    .filter((device) => !device.end)
    .map((device) => device.logId)
    .sort(Buffer.compare)
  const facts = Buffer.from([member.role, member.names ? 1 : 0])
  return Buffer.concat([member.instance, facts, member.organisation, member.recoveryBox, Buffer.from([logs.length]), ...logs])
}

/** Whose log this is. */
export const memberOfLog = (roster: Roster, logId: Buffer): Member | undefined =>
  roster.members.find((one) => one.devices.some((device) => device.logId.equals(logId)))

/** Whether a log may have cited what others hold of a forked one, though it is no member's by what counts: it is read for that alone. */
export const isHeard = ({ heard }: Roster, logId: Buffer): boolean =>
  heard.some(({ devices }) => devices.some((device) => device.logId.equals(logId)))

/** Whether an entry counts: `quarantined` where it stands at or past the end of a gone member's or revoked device's log. */
export function accepts(roster: Roster, logId: Buffer, index: number): 'counted' | 'quarantined' | 'unknown' {
  const member = memberOfLog(roster, logId)
  if (!member) return 'unknown'
  return belowEnd(member, logId, index) ? 'counted' : 'quarantined'
}
