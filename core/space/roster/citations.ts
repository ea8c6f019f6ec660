import { toHex } from '../../crypto/bytes.ts'
import type { Folded } from './fold.ts'
import { HeardLeaves } from './heard-leaves.ts'
import { headIn, knows, operationOf, ownOperation, type Place } from './ledger.ts'
import { deviceEnd } from './members.ts'
import type { ForkedLog, Member, MemberDevice, RosterBlock } from './types.ts'

/** That somebody had a log in hand, or has ended it, up to a head. */
export interface Citation {
  logId: Buffer
  length: number
  treeHash: Buffer
  /** The entry that says so; null where the log's own organisation does, by a statement that ends it. */
  by: Pick<Place, 'logId' | 'index'> | null
}

type Saying = Pick<RosterBlock, 'logId' | 'index'>

/**
 * What the entries of others say of forked logs: the heads that they name, the cuts of removals, and the operations that they accept, which are
 * quoted by hash. Of a log that is itself forked only what stands below its index. And the ends by statements. `open`: the roster by all branches.
 */
export function citationsOf({ ledger, members }: Folded, forked: readonly ForkedLog[]): Citation[] {
  const forkedAt = new Map(forked.map(({ logId, index }) => [toHex(logId), index]))
  const owners = ownersOf(members)
  const quotable = new Map(forked.flatMap((one) => quotesOf(one)))
  // By what an entry names, not by each of the forked logs: one member may have many.
  const ofForked = new Map(forked.map(({ logId }) => [nameOf(logId), owners.get(toHex(logId))]))
  const said: Citation[] = []
  for (const block of ledger.blocks) {
    const name = toHex(block.logId)
    const writer = owners.get(name)
    if (!writer || block.index >= Math.min(forkedAt.get(name) ?? Number.POSITIVE_INFINITY, reachOf(writer, block.logId))) continue
    for (const head of saidBy(block, quotable)) {
      const owner = ofForked.get(nameOf(head.logId))
      if (owner && !owner.organisation.equals(writer.organisation)) said.push({ ...head, by: block })
    }
  }
  const ends = forked.flatMap(({ logId }): Citation[] => {
    const end = deviceOf(owners.get(toHex(logId)), logId)?.end
    return end ? [{ ...end, logId, by: null }] : []
  })
  return [...said, ...ends]
}

/**
 * Those citations that count: of a log that was ended, by the removal of its member, by a statement or as it left, only what whoever ended it, or for a
 * leave the founder who had heard of it, had in hand. A log that was cut never reopens, or whoever has its key could write it anew below the cut.
 * `folded`: with all that was cited.
 */
export function withinEnds(citations: readonly Citation[], folded: Folded, forked: readonly ForkedLog[]): Citation[] {
  const owners = ownersOf(folded.members)
  const heard = new HeardLeaves(folded)
  const endings = new Map(forked.map((one) => [toHex(one.logId), endingsOf(folded, heard, owners.get(toHex(one.logId)), one)]))
  return citations.filter(({ logId, by }) =>
    (endings.get(toHex(logId)) ?? []).every((places) => !by || places.some((place) => isSame(place, by) || knows(place, by))),
  )
}

/** Of each removal, leave or statement that ends a log, the places where it is said or heard of. */
function endingsOf(folded: Folded, heard: HeardLeaves, owner: Member | undefined, one: ForkedLog): Place[][] {
  if (!owner) return []
  const { ledger, steps } = folded
  const { logId } = one
  const removals = owner.present ? [] : steps.filter(({ is, instance }) => is === 'remove' && instance.equals(owner.instance))
  const device = deviceOf(owner, logId)
  const own = new Set(owner.devices.map((each) => toHex(each.logId)))
  const ends = ({ content }: RosterBlock): boolean =>
    content.is === 'operation' &&
    content.statements.some(
      ({ fields }) =>
        (fields.kind === 'revoke' && device?.signer.equals(fields.device)) ||
        (fields.kind === 'succeed' && device?.signer.equals(fields.lost)),
    )
  const said = ledger.blocks.filter((block) => own.has(toHex(block.logId)) && !block.logId.equals(logId) && ends(block))
  const byStatement = device?.end ? [said.map((block) => ledger.place(block))] : []
  return [...removals.map(({ place }) => [place]), ...byStatement, ...(owner.present ? [] : heard.endings(owner, one))]
}

/** Which heads of a log an entry names: in causal, and as the cuts of a removal. */
export function headsIn(block: RosterBlock, logId: Buffer): Head[] {
  const head = headIn(block.causal.heads, logId)
  return [...(head ? [headOf(head)] : []), ...cutsIn(block).filter((cut) => cut.logId.equals(logId))]
}

/** All heads that an entry names, and that behind the operation of a forked log that it accepts. */
function saidBy(block: RosterBlock, quotable: ReadonlyMap<string, Head>): Head[] {
  const fields = ownOperation(block)
  const quote = fields?.operation === 'accept' ? quotable.get(toHex(fields.accepted)) : undefined
  return [...block.causal.heads.map(headOf), ...cutsIn(block), ...(quote ? [quote] : [])]
}

function cutsIn(block: RosterBlock): Head[] {
  const fields = operationOf(block)?.fields
  return fields?.operation === 'remove' ? fields.cuts.map(headOf) : []
}

const headOf = ({ logId, length, treeHash }: Head): Head => ({ logId, length, treeHash })
/** Quicker than hexadecimal, and as good a key. */
const nameOf = (logId: Buffer): string => logId.toString('latin1')

interface Head {
  logId: Buffer
  length: number
  treeHash: Buffer
}

/** The operations of a forked log's branches by their ids, with the head behind each. */
function quotesOf({ logId, branches }: ForkedLog): [string, Head][] {
  return branches.flatMap((branch) =>
    branch.blocks.flatMap(({ index, operationId }): [string, Head][] => {
      const treeHash = branch.treeHashAt(index + 1)
      return treeHash ? [[toHex(operationId), { logId, length: index + 1, treeHash }]] : []
    }),
  )
}

const ownersOf = (members: readonly Member[]): Map<string, Member> =>
  new Map(members.flatMap((member) => member.devices.map(({ logId }) => [toHex(logId), member] as const)))

const deviceOf = (member: Member | undefined, logId: Buffer): MemberDevice | undefined =>
  member?.devices.find((one) => one.logId.equals(logId))

const isSame = (a: Saying, b: Saying): boolean => a.index === b.index && a.logId.equals(b.logId)

/** How much of a member's log may ever count: up to where it was cut or its organisation has ended it. */
export function reachOf({ cuts, devices }: Pick<Member, 'cuts' | 'devices'>, logId: Buffer): number {
  return Math.min(deviceEnd(devices, logId), ...cuts.filter((cut) => cut.logId.equals(logId)).map(({ length }) => length))
}
