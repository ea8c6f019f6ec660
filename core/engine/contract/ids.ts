import { z } from 'zod'

/** 32 bytes as 64 lower-case hexadecimal digits: how every id crosses the contract. */
const hex32 = z.string().regex(/^[0-9a-f]{64}$/)

/** What stands for words that a person has to read before they go (NAME_IN_WORDS). */
export const markSchema = hex32

/** A space: the House of this organisation or one coalition (docs/glossary.md). */
export const spaceIdSchema = hex32.brand<'SpaceId'>()
export type SpaceId = z.infer<typeof spaceIdSchema>

/** A record: what the entries of one author about one thing add up to. */
export const recordIdSchema = hex32.brand<'RecordId'>()
export type RecordId = z.infer<typeof recordIdSchema>

/** One entry: `<log id>:<block index>`. */
export const entryIdSchema = z
  .string()
  .regex(/^[0-9a-f]{64}:\d{1,15}$/)
  .brand<'EntryId'>()
export type EntryId = z.infer<typeof entryIdSchema>

/** A draft on this computer only. */
export const draftIdSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'DraftId'>()
export type DraftId = z.infer<typeof draftIdSchema>

/** An organisation as one space knows it: its signing key there. Differs from space to space. */
export const organisationIdSchema = hex32.brand<'OrganisationId'>()
export type OrganisationId = z.infer<typeof organisationIdSchema>

/** A computer of this organisation: its log key in the House. */
export const computerIdSchema = hex32.brand<'ComputerId'>()
export type ComputerId = z.infer<typeof computerIdSchema>

/** An invite, of a computer or into a coalition. */
export const inviteIdSchema = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .brand<'InviteId'>()
export type InviteId = z.infer<typeof inviteIdSchema>

/** One meeting of an inviter and a candidate, as this computer sees it. */
export const pairingIdSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'PairingId'>()
export type PairingId = z.infer<typeof pairingIdSchema>

/** A file being brought in. Lives until the engine stops. */
export const importIdSchema = z
  .string()
  .regex(/^[0-9a-f]{32}$/)
  .brand<'ImportId'>()
export type ImportId = z.infer<typeof importIdSchema>
