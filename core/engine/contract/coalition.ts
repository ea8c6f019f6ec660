import { z } from 'zod'
import { inviteIdSchema, organisationIdSchema, pairingIdSchema, spaceIdSchema } from './ids.ts'

const roleSchema = z.enum(['founder', 'steward', 'member', 'observer', 'courier'])
export type Role = z.infer<typeof roleSchema>

/** A member of a coalition as this computer sees it now. */
const memberSchema = z.object({
  organisationId: organisationIdSchema,
  name: z.string(),
  own: z.boolean(),
  role: roleSchema,
  connected: z.boolean(),
  /** How: over the local network or the internet; null where it is not connected. */
  way: z.enum(['nearby', 'internet']).nullable(),
  /** ISO 8601 UTC of the last proven connection; null where there was none. */
  lastSeen: z.string().nullable(),
  /** Entries of this member that this computer holds. */
  entries: z.number().int().min(0),
  /**
   * What it holds of our entries, by its own signed word: all, or how many are missing and (ISO 8601 UTC, by our clock) when the last that
   * it has was written. Null where it has said nothing yet, and for ourselves.
   */
  holds: z.object({ missing: z.number().int().min(0), upTo: z.string().nullable() }).nullable(),
  /** Whether this organisation may remove it. */
  removable: z.boolean(),
  /** Whether this organisation, being the founder, may make it a steward, and may offer it the founder's place. */
  appointable: z.boolean(),
  mayFollow: z.boolean(),
  /** Whether the founder has offered it her place, and it has not accepted yet. */
  offered: z.boolean(),
})
export type Member = z.infer<typeof memberSchema>

/** Computers of partners that hold an entry, by their own signed word, of how many partners, and how many partners there are. */
export const reachSchema = z.object({ computers: z.number().int().min(0), partners: z.number().int().min(0), of: z.number().int().min(0) })
export type Reach = z.infer<typeof reachSchema>

/** A computer of a member that has given different partners different versions of its log. */
const disputeSchema = z.object({
  organisationId: organisationIdSchema,
  name: z.string(),
  own: z.boolean(),
  /** Whether its organisation is the founder. */
  founder: z.boolean(),
  /** Whether its organisation has put another computer or log in its place since. */
  replaced: z.boolean(),
})
export type Dispute = z.infer<typeof disputeSchema>

/** An organisation that somebody names. */
const namedSchema = z.object({ organisationId: organisationIdSchema, name: z.string(), own: z.boolean() })
export type Named = z.infer<typeof namedSchema>

/** How far the stewards are in putting another in the founder's place. */
const successionSchema = z.object({
  /** Each steward, and who it says shall be the founder; null where it says nothing. */
  stewards: z.array(namedSchema.extend({ names: namedSchema.nullable() })),
  /** How many of them have to name the same one. */
  needed: z.number().int(),
  /** Whom enough have named, and who has not accepted yet. */
  chosen: namedSchema.nullable(),
  /** Whom this computer may name. Empty where it is no steward's, or not its keyholder's. */
  candidates: z.array(namedSchema),
  /** Whether this computer is the founder's, and may say that she is there. */
  mayDeny: z.boolean(),
})
export type Succession = z.infer<typeof successionSchema>

export const coalitionSchema = z.object({
  spaceId: spaceIdSchema,
  name: z.string(),
  role: roleSchema,
  members: z.array(memberSchema),
  /** Partners who were in it and are not any more; `left`: by their own word, otherwise they were removed. */
  gone: z.array(z.object({ organisationId: organisationIdSchema, name: z.string(), left: z.boolean() })),
  /** True where an own entry may be written now. False after an own removal, and where `behind`. */
  writable: z.boolean(),
  /** Whether others can be invited from this computer. */
  invites: z.boolean(),
  /** Whether this organisation may leave: a founder would leave the others without anyone who can let in or remove. */
  leavable: z.boolean(),
  /** This computer’s own log is older than what it wrote before (a restored backup): a new one is about to take its place. */
  behind: z.boolean(),
  disputes: z.array(disputeSchema),
  /** Partners have built on two versions of the founder’s log: nobody can let in or remove anybody any more, but the stewards of before removing members. */
  frozen: z.boolean(),
  /** Null where there are too few stewards for that. */
  succession: successionSchema.nullable(),
  /** Whom the stewards have put in this organisation's place as the founder. */
  succeededBy: z.string().nullable(),
})
export type Coalition = z.infer<typeof coalitionSchema>

export const inviteSchema = z.object({
  inviteId: inviteIdSchema,
  spaceId: spaceIdSchema,
  /** One line to hand over; null once the invite is used, withdrawn or expired. */
  text: z.string().nullable(),
  expiresAt: z.string(),
  /** Whether who comes in by it may read what was written before. */
  past: z.boolean(),
  state: z.enum(['open', 'used', 'withdrawn', 'expired']),
})
export type Invite = z.infer<typeof inviteSchema>

/**
 * One pairing. `searching`: the other computer is not reached yet. `waiting`: reached, not yet answered.
 * `compare`: both safety phrases are there, this person has not said yet whether they are the same.
 * `confirmed`: this side has; the other has not yet. `joined`: done. The others are ends too.
 */
export const pairingSchema = z.object({
  pairingId: pairingIdSchema,
  side: z.enum(['inviter', 'candidate']),
  /** Whether an organisation comes into a coalition, or a computer into its organisation. */
  kind: z.enum(['coalition', 'house']),
  state: z.enum(['searching', 'waiting', 'compare', 'confirmed', 'joined', 'refused', 'expired', 'used', 'withdrawn']),
  spaceId: spaceIdSchema.nullable(),
  coalitionName: z.string().nullable(),
  /** What the other side calls itself (of a new computer, its name); null until both have said yes. */
  organisationName: z.string().nullable(),
  /** Whom this computer has let into a coalition; null until it has. */
  organisationId: organisationIdSchema.nullable(),
  /** Eight words; null until both sides are known. */
  phrase: z.array(z.string()).length(8).nullable(),
  /** Whether the newcomer may read what was written before; null on its own side, which is not told. */
  past: z.boolean().nullable(),
})
export type Pairing = z.infer<typeof pairingSchema>

/** Why a peer was turned away. The sentences stand in the renderer's message catalogue. */
const refusalCodeSchema = z.enum([
  /** Did not show that it belongs to a shared coalition. */
  'stranger',
  /** Connected, and then did not answer. */
  'silent',
  /** Sent what cannot be decoded. */
  'malformed',
  /** Sent a message over the size limit. */
  'oversize',
  /** Sent more than it may. */
  'flood',
  /** Claimed a log that is too long to be true. */
  'too-long',
  /** Sent entries without the signature of their author. */
  'forged',
  /** Sent entries out of their place. */
  'gap',
  /** Tried to write into the log of this computer. */
  'own-log',
  /** Holds another version of a log than this computer. */
  'fork',
  /** Sent a part of a file that nobody asked for. */
  'unasked',
  /** Sent something else in place of the file that was asked for. */
  'wrong-file',
])
export type RefusalCode = z.infer<typeof refusalCodeSchema>

export const networkSchema = z.object({
  /** `blocked`: on, but this network lets nobody be found; a typed address still works. */
  nearby: z.enum(['off', 'on', 'blocked']),
  /** `host:port` each: what another on the same network types to reach this computer. Empty while `nearby` is off. */
  addresses: z.array(z.string()),
  internet: z.enum(['off', 'starting', 'on']),
  /** `host:port` each; empty means the public list. */
  bootstrap: z.array(z.string().max(255)).max(20),
  connections: z.number().int().min(0),
  /** Those of them over the local network. */
  nearbyConnections: z.number().int().min(0),
  /** Peers that were refused since the vault was opened, newest first. `name`: the organisation, where it had proven to be one's partner. */
  refusals: z.array(z.object({ at: z.string(), name: z.string().nullable(), code: refusalCodeSchema })),
})
export type Network = z.infer<typeof networkSchema>
