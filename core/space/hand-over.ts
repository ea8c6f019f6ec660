import { ParasolError } from '../error.ts'
import type { EpochKey } from '../log/types.ts'
import { EPOCHS_MAX, type SpaceKeys } from './format/space-keys.ts'
import type { Space } from './space.ts'

/**
 * What another computer of this organisation needs to live in a space: its keys, and who the organisation is there (docs/protocol.md section 4.6).
 * In parts where there are more epochs than one takes. Throws NOT_KEYHOLDER on a computer without the organisation seed.
 */
export async function spaceKeysOf(space: Space, epochs: readonly EpochKey[]): Promise<SpaceKeys[]> {
  const { organisation, facts } = space
  if (!organisation) throw new ParasolError('NOT_KEYHOLDER')
  const genesisBlock = await space.genesisBlock()
  const parts = Array.from({ length: Math.max(1, Math.ceil(epochs.length / EPOCHS_MAX)) }, (_, i) =>
    epochs.slice(i * EPOCHS_MAX, (i + 1) * EPOCHS_MAX),
  )
  return parts.map((part) => ({
    space: space.id,
    founderSigner: facts.founderSigner,
    genesisHash: facts.genesisHash,
    genesisBlock,
    admission: facts.admission,
    organisation: organisation.sign.publicKey,
    importNames: organisation.importNames,
    chain: space.statements(),
    epochs: part,
  }))
}
