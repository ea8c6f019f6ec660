import { AEAD_KEY_BYTES, AEAD_NONCE_BYTES, AEAD_TAG_BYTES, COMMITMENT_BYTES, open, seal } from '../crypto/aead.ts'
import { equal, randomBytes, u32, u64, zero } from '../crypto/bytes.ts'
import { H, HASH_BYTES, KDF } from '../crypto/hash.ts'
import { PWHASH_SALT_BYTES, type PwhashCost } from '../crypto/pwhash.ts'

/** The bytes of slots.bin, without any I/O: docs/vault.md has the layout. */
export const SLOT_COUNT = 8
const SLOT_FORMAT = 1
/** Bytes of one copy of header, slots and checksum. */
export const COPY_BYTES = 1184

const MAGIC = Buffer.from('PARASLOT', 'latin1')
const HEADER_BYTES = 64
const PLAIN_BYTES = 96
const SLOT_BYTES = AEAD_NONCE_BYTES + PLAIN_BYTES + AEAD_TAG_BYTES
const CHECKED_BYTES = HEADER_BYTES + SLOT_COUNT * SLOT_BYTES
/** Costs beyond these are damage: they would hang the computer instead of opening anything. */
const COST_MAX: PwhashCost = { opslimit: 1_000, memlimit: 8 * 1024 ** 3 }

export type SlotKind = 'passphrase' | 'duress' | 'recovery'
const KIND_CODES = { passphrase: 1, duress: 2, recovery: 3 } as const satisfies Record<SlotKind, number>
const KINDS = new Map<number, SlotKind>([
  [KIND_CODES.passphrase, 'passphrase'],
  [KIND_CODES.duress, 'duress'],
  [KIND_CODES.recovery, 'recovery'],
])

/** One copy of the slot file: how keys are derived, and the sealed slots in their places. */
export interface SlotTable {
  /** Grows by one with every change; of two good copies the higher counts. */
  sequence: number
  salt: Buffer
  cost: PwhashCost
  slots: readonly Buffer[]
}

/** What opened: the place, what it is for, and the vault key. */
export interface OpenedSlot {
  index: number
  kind: SlotKind
  vaultKey: Buffer
}

/** Why a copy cannot be used. `newer`: whole, but written by a later version. */
export type SlotFault = 'damaged' | 'newer'

/** A fresh table without any vault key in it: every slot is random bytes. */
export function newTable(cost: PwhashCost): SlotTable {
  const slots = Array.from({ length: SLOT_COUNT }, () => randomBytes(SLOT_BYTES))
  return { sequence: 1, salt: randomBytes(PWHASH_SALT_BYTES), cost, slots }
}

/** The key of the slots that the result of Argon2id opens. */
export const passphraseSlotKey = (hashed: Uint8Array): Buffer => KDF(hashed, 'slot')

/** The key of the slot that the recovery words open. */
export const recoverySlotKey = (organisationSeed: Uint8Array, salt: Uint8Array): Buffer => KDF(organisationSeed, 'recovery-slot', salt)

/** Binds a slot to its table and place, so that a lowered cost or a moved slot opens nothing. */
const slotContext = ({ salt, cost }: Pick<SlotTable, 'salt' | 'cost'>, index: number): Buffer =>
  H('slot-context', salt, u32(cost.opslimit), u64(cost.memlimit), Buffer.of(index))

/** The table with the slot at `index` sealed anew, its sequence number one higher. */
export function withSlot(table: SlotTable, index: number, key: Uint8Array, kind: SlotKind, vaultKey: Uint8Array): SlotTable {
  if (!table.slots[index]) throw new RangeError('no such slot')
  if (key.byteLength !== AEAD_KEY_BYTES || vaultKey.byteLength !== 32) throw new RangeError('a key has 32 bytes')
  const plain = Buffer.alloc(PLAIN_BYTES)
  plain[COMMITMENT_BYTES] = KIND_CODES[kind]
  plain.set(vaultKey, COMMITMENT_BYTES + 1)
  const nonce = randomBytes(AEAD_NONCE_BYTES)
  const sealed = Buffer.concat([nonce, seal(key, nonce, slotContext(table, index), plain)])
  zero(plain)
  return { ...table, sequence: table.sequence + 1, slots: table.slots.map((slot, at) => (at === index ? sealed : slot)) }
}

/** Tries a key on every slot, always on all of them, so that time does not tell which one opened. Null when none does. */
export function openSlot(table: SlotTable, key: Uint8Array): OpenedSlot | null {
  let opened: OpenedSlot | null = null
  for (const [index, slot] of table.slots.entries()) {
    const plain = open(key, slot.subarray(0, AEAD_NONCE_BYTES), slotContext(table, index), slot.subarray(AEAD_NONCE_BYTES))
    if (!plain) continue
    const kind = KINDS.get(plain[COMMITMENT_BYTES] ?? 0)
    if (!opened && kind && equal(plain.subarray(0, COMMITMENT_BYTES), Buffer.alloc(COMMITMENT_BYTES))) {
      opened = { index, kind, vaultKey: Buffer.from(plain.subarray(COMMITMENT_BYTES + 1, COMMITMENT_BYTES + 33)) }
    }
    zero(plain)
  }
  return opened
}

/** One copy as it stands in the file. */
export function encodeTable(table: SlotTable): Buffer {
  if (table.slots.length !== SLOT_COUNT || table.slots.some((slot) => slot.byteLength !== SLOT_BYTES))
    throw new RangeError('not a slot table')
  const out = Buffer.alloc(COPY_BYTES)
  out.set(MAGIC, 0)
  out.writeUInt16BE(SLOT_FORMAT, 8)
  out[10] = SLOT_COUNT
  out.set(u64(table.sequence), 12)
  out.set(table.salt, 20)
  out.writeUInt32BE(table.cost.opslimit, 36)
  out.set(u64(table.cost.memlimit), 40)
  for (const [index, slot] of table.slots.entries()) out.set(slot, HEADER_BYTES + index * SLOT_BYTES)
  out.set(H('slot-file', out.subarray(0, CHECKED_BYTES)), CHECKED_BYTES)
  return out
}

/** Reads one copy. The checksum tells damage, not forgery: a forged copy opens nothing. */
export function decodeTable(bytes: Uint8Array): SlotTable | SlotFault {
  if (bytes.byteLength !== COPY_BYTES) return 'damaged'
  const copy = Buffer.from(bytes)
  const checked = copy.subarray(0, CHECKED_BYTES)
  if (!equal(H('slot-file', checked), copy.subarray(CHECKED_BYTES, CHECKED_BYTES + HASH_BYTES))) return 'damaged'
  if (!copy.subarray(0, MAGIC.byteLength).equals(MAGIC)) return 'damaged'
  if (copy.readUInt16BE(8) !== SLOT_FORMAT) return copy.readUInt16BE(8) > SLOT_FORMAT ? 'newer' : 'damaged'
  if (copy[10] !== SLOT_COUNT || copy[11] !== 0 || copy.subarray(48, HEADER_BYTES).some((byte) => byte !== 0)) return 'damaged'
  const sequence = copy.readBigUInt64BE(12)
  const cost = { opslimit: copy.readUInt32BE(36), memlimit: Number(copy.readBigUInt64BE(40)) }
  if (sequence > BigInt(Number.MAX_SAFE_INTEGER - 1) || sequence < 1n) return 'damaged'
  if (cost.opslimit < 1 || cost.opslimit > COST_MAX.opslimit || cost.memlimit < 8192 || cost.memlimit > COST_MAX.memlimit) return 'damaged'
  const slots = Array.from({ length: SLOT_COUNT }, (_, index) =>
    Buffer.from(copy.subarray(HEADER_BYTES + index * SLOT_BYTES, HEADER_BYTES + (index + 1) * SLOT_BYTES)),
  )
  return { sequence: Number(sequence), salt: Buffer.from(copy.subarray(20, 36)), cost, slots }
}
