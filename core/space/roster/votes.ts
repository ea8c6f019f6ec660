import { u32 } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import { verify } from '../../crypto/sign.ts'
import type { VoteFields } from '../format/operation.ts'
import { type Ledger, operationOf, type Place } from './ledger.ts'
import type { Roster, Succession } from './types.ts'

/** Fewest stewards who may put another in a founder's place (docs/protocol.md section 6, "Founder's chain"). */
export const VOTES_MIN = 2
const NOBODY = Buffer.alloc(32)

/** A steward's word on who shall take the founder's place, signed by its organisation, and where it stands. */
export interface Word extends VoteFields, Pick<Place, 'logId' | 'index'> {
  steward: Buffer
}

/**
 * What a steward's organisation signs (docs/protocol.md section 6, "Votes"). It names the space, the founder's term, which admission of the steward
 * speaks, and how often it has: so it serves nowhere else, against no other founder, for no other steward and not once it is taken back.
 */
export const votePayload = (
  space: Buffer,
  genesisHash: Buffer,
  steward: Buffer,
  { since, instance, number }: Pick<VoteFields, 'since' | 'instance' | 'number'>,
): Buffer => H('succeed-founder', space, genesisHash, since, steward, u32(number), instance ?? NOBODY)

/** Every word in the logs of a steward's organisation that this steward has signed, against whichever founder. */
export function wordsOf(ledger: Ledger, steward: Buffer, organisation: Buffer): Word[] {
  return ledger.votesOf(organisation).flatMap((block) => {
    const fields = operationOf(block)?.fields
    if (fields?.operation !== 'vote' || !isSigned(fields, votePayload(ledger.space, ledger.genesisHash, steward, fields), organisation))
      return []
    const { since, instance, number, signature } = fields
    return [{ since, instance, number, signature, steward, logId: block.logId, index: block.index }]
  })
}

/** Whether a word takes back another of the same steward. Of two with one number that say different things neither counts. */
export function isLater(other: Word, word: Word): boolean {
  if (!other.since.equals(word.since) || other.number < word.number) return false
  return other.number > word.number || !isSame(other, word)
}

/** The last of the words of a steward since the same; as if it named nobody where it contradicts another. Null where there is none. */
export function lastWord(words: readonly Word[]): Word | null {
  const number = words.reduce((most, word) => Math.max(most, word.number), -1)
  const last = words.filter((word) => word.number === number)
  const [first] = last
  if (!first) return null
  return last.every((word) => isSame(word, first)) ? first : { ...first, instance: null }
}

const isSame = (one: Word, other: Word): boolean => (one.instance ?? NOBODY).equals(other.instance ?? NOBODY)

/** What was found of a vote, and for what: a fold reads the same ones over and over. */
const checked = new WeakMap<VoteFields, { payload: Buffer; organisation: Buffer; good: boolean }>()

function isSigned(vote: VoteFields, payload: Buffer, organisation: Buffer): boolean {
  const known = checked.get(vote)
  if (known?.payload.equals(payload) && known.organisation.equals(organisation)) return known.good
  const good = verify(vote.signature, payload, organisation)
  checked.set(vote, { payload, organisation, good })
  return good
}

/**
 * Whether the founder of this roster, who may not have heard of anything, is shown that her stewards have put another in her place: those whom she has
 * removed meanwhile count too. Whether that one has accepted it does not show.
 */
export function showsSuccession(roster: Roster, { by, since, votes }: Succession): boolean {
  if (by.equals(roster.founder) || !roster.sinces.some((one) => one.equals(since))) return false
  const { genesis, genesisHash, appointments, members } = roster
  const stewards = members.filter(({ instance }) => appointments.some((one) => one.instance.equals(instance)))
  const voters = stewards.filter(({ instance, organisation }) => {
    const vote = votes.find(({ steward }) => steward.equals(instance))
    return vote && verify(vote.signature, votePayload(genesis.space, genesisHash, instance, { ...vote, since, instance: by }), organisation)
  })
  const others = stewards.filter((one) => one.present && !voters.includes(one))
  return voters.length >= VOTES_MIN && voters.length > others.length
}
