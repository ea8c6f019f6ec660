import { z } from 'zod'
import { utf8 } from '../../crypto/bytes.ts'

/** Where things that go through stages are kept: on the disk before `put` returns. */
export interface StageStore {
  list(): { id: string; state: string; value: Buffer }[]
  put(stage: { id: string; state: string; value: Uint8Array }): void
  remove(id: string): boolean
}

const hex = z.string().regex(/^([0-9a-f]{2})+$/)

const inviteSchema = z.object({
  id: hex,
  space: hex,
  discoveryKey: hex,
  seed: hex,
  genesisHash: hex,
  /** Seed of the throw-away Noise key under which the inviter is met. */
  noiseSeed: hex,
  /** ms since 1970. */
  expiry: z.number(),
  /** Whether the newcomer may read what was written before. */
  past: z.boolean().default(true),
  state: z.enum(['open', 'used', 'withdrawn']),
  /** The pairing that used it. */
  pairing: hex.nullable(),
})
/** An invite that this computer made. */
export type InviteRecord = z.infer<typeof inviteSchema>

const states = z.enum(['searching', 'waiting', 'compare', 'confirmed', 'joined', 'refused', 'expired', 'used', 'withdrawn'])
export type PairingState = z.infer<typeof states>

const common = {
  id: hex,
  space: hex,
  state: states,
  phrase: z.array(z.string()).length(8).nullable(),
  /** Our share in what makes the phrase. */
  nonce: hex,
  /** ms since 1970. */
  began: z.number(),
  /** The person here, and the one there, said that the phrases are the same. */
  mine: z.boolean(),
  theirs: z.boolean(),
}

const inviterSchema = z.object({
  side: z.literal('inviter'),
  ...common,
  invite: hex,
  /** Hash of everything by which the candidate is known. */
  candidate: hex,
  /** Its request, base64. */
  request: z.string(),
  name: z.string().nullable(),
  /** The organisation that was let in; null until it is, and of a computer. */
  organisation: hex.nullable().default(null),
  /** The answer with the sealed reply, base64, once the candidate is admitted. */
  response: z.string().nullable(),
  /** The candidate said that it has it. */
  received: z.boolean(),
})

const candidateSchema = z.object({
  side: z.literal('candidate'),
  ...common,
  text: z.string(),
  noiseSeed: hex,
  /** Who answered first; nobody else is heard afterwards. */
  meet: z.object({ noise: hex, nonce: hex, organisation: hex, certify: hex }).nullable(),
})

const pairingSchema = z.discriminatedUnion('side', [inviterSchema, candidateSchema])
export type InviterRecord = z.infer<typeof inviterSchema>
export type CandidateRecord = z.infer<typeof candidateSchema>
export type PairingRecord = InviterRecord | CandidateRecord

/** How long a pairing may take from its first answer, in ms. */
export const PAIRING_MS = 7 * 24 * 60 * 60 * 1000

const ENDS: readonly PairingState[] = ['joined', 'refused', 'expired', 'used', 'withdrawn']
export const isOver = ({ state }: PairingRecord): boolean => ENDS.includes(state)

/** Invites and pairings, as they are on the disk. What is read here was written through here. */
export class PairingBook {
  readonly invites: Shelf<InviteRecord>
  readonly pairings: Shelf<PairingRecord>

  constructor(stores: { invites: StageStore; pairings: StageStore }) {
    this.invites = new Shelf(stores.invites, inviteSchema)
    this.pairings = new Shelf(stores.pairings, pairingSchema)
  }

  /**
   * Gives an invite to one candidate, for good: the one that has it already gets its pairing again, any other hears why not. What this returns is on
   * the disk. The invite goes first: a crash in between leaves it used by nobody, never usable twice.
   */
  take(
    inviteId: string,
    now: number,
    begin: Pick<InviterRecord, 'id' | 'candidate' | 'request' | 'nonce'>,
  ): InviterRecord | 'used' | 'expired' | 'withdrawn' {
    const invite = this.invites.get(inviteId)
    if (!invite || invite.state === 'withdrawn') return 'withdrawn'
    if (invite.state === 'used') {
      const pairing = invite.pairing ? this.pairings.get(invite.pairing) : undefined
      return pairing?.side === 'inviter' && pairing.candidate === begin.candidate ? pairing : 'used'
    }
    if (now >= invite.expiry) return 'expired'
    this.invites.put({ ...invite, state: 'used', pairing: begin.id })
    const pairing: InviterRecord = {
      side: 'inviter',
      ...begin,
      space: invite.space,
      invite: invite.id,
      state: 'waiting',
      phrase: null,
      began: now,
      mine: false,
      theirs: false,
      name: null,
      organisation: null,
      response: null,
      received: false,
    }
    this.pairings.put(pairing)
    return pairing
  }
}

/** Records of one kind. */
class Shelf<T extends { id: string; state: string }> {
  private readonly store: StageStore
  private readonly records = new Map<string, T>()

  constructor(store: StageStore, schema: z.ZodType<T>) {
    this.store = store
    for (const { value } of store.list()) {
      const record = schema.parse(JSON.parse(value.toString('utf8')))
      this.records.set(record.id, record)
    }
  }

  all(): T[] {
    return [...this.records.values()]
  }

  get(id: string): T | undefined {
    return this.records.get(id)
  }

  /** On the disk when this returns. */
  put(record: T): void {
    this.store.put({ id: record.id, state: record.state, value: utf8(JSON.stringify(record)) })
    this.records.set(record.id, record)
  }

  remove(id: string): void {
    this.store.remove(id)
    this.records.delete(id)
  }
}
