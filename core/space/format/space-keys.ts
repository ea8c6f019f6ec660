import { equal } from '../../crypto/bytes.ts'
import { secret } from '../../crypto/secret.ts'
import { MalformedError, Reader, Writer } from '../../log/codec.ts'
import { epochIdOf } from '../../log/entry/keys.ts'
import { BLOCK_MAX } from '../../log/entry/padme.ts'
import type { EpochKey } from '../../log/types.ts'
import { readRing } from './epoch.ts'
import { decodeStatement, STATEMENTS_MAX, type Statement } from './statement.ts'

/** Most epochs in one hand-over; there may be several. */
export const EPOCHS_MAX = 1024

/** What the keyholder's computer hands to its organisation's others, of one space (docs/protocol.md section 4.6). Holds keys. */
export interface SpaceKeys {
  space: Buffer
  founderSigner: Buffer
  genesisHash: Buffer
  genesisBlock: Buffer
  /** The founder's operation that admitted the organisation; null for the founder's own. */
  admission: Buffer | null
  /** The organisation's signing key there, public. */
  organisation: Buffer
  importNames: Buffer
  /** The organisation's statements there, in sequence. */
  chain: Statement[]
  epochs: EpochKey[]
}

/** Throws a RangeError for more epochs than one hand-over takes. */
export function encodeSpaceKeys(keys: SpaceKeys): Buffer {
  if (keys.epochs.length > EPOCHS_MAX) throw new RangeError('number of epochs')
  const out = new Writer()
    .u8(1)
    .raw(keys.space, 32)
    .raw(keys.founderSigner, 32)
    .raw(keys.genesisHash, 32)
    .u32(keys.genesisBlock.length)
    .raw(keys.genesisBlock)
    .u8(keys.admission ? 1 : 0)
    .raw(keys.admission ?? Buffer.alloc(32), 32)
    .raw(keys.organisation, 32)
    .raw(keys.importNames, 32)
    .u8(keys.chain.length)
  for (const { bytes } of keys.chain) out.bytes16(bytes)
  out.u16(keys.epochs.length)
  for (const { ring, epochId, key } of keys.epochs) out.u8(ring).raw(epochId, 32).raw(key, 32)
  return secret(out.done())
}

/** Throws MalformedError. */
export function decodeSpaceKeys(bytes: Buffer): SpaceKeys {
  const reader = new Reader(bytes)
  if (reader.u8() !== 1) throw new MalformedError('keys version')
  const space = reader.fixed(32)
  const founderSigner = reader.fixed(32)
  const genesisHash = reader.fixed(32)
  const length = reader.u32()
  if (length > BLOCK_MAX) throw new MalformedError('genesis size')
  const genesisBlock = reader.fixed(length)
  const admitted = reader.u8()
  if (admitted > 1) throw new MalformedError('flag')
  const admission = reader.fixed(32)
  const organisation = reader.fixed(32)
  const importNames = secret(reader.fixed(32))
  const chain = Array.from({ length: reader.count8(0, STATEMENTS_MAX) }, () => decodeStatement(reader.bytes16(), space))
  if (chain.some((one) => !equal(one.organisation, organisation))) throw new MalformedError('statement of another organisation')
  const epochs = Array.from({ length: reader.count16(0, EPOCHS_MAX) }, () => {
    const ring = readRing(reader)
    const epochId = reader.fixed(32)
    const key = secret(reader.fixed(32))
    if (!equal(epochId, epochIdOf(space, ring, key))) throw new MalformedError('epoch id')
    return { ring, epochId, key }
  })
  reader.end()
  return {
    space,
    founderSigner,
    genesisHash,
    genesisBlock,
    admission: admitted === 1 ? admission : null,
    organisation,
    importNames,
    chain,
    epochs,
  }
}
