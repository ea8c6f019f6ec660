import { z } from 'zod'
import { fromHex, toHex } from '../../crypto/bytes.ts'
import { secret } from '../../crypto/secret.ts'
import { ParasolError } from '../../error.ts'
import type { EpochKey } from '../../log/types.ts'
import { plainName } from '../../records/text.ts'
import type { SpaceKeys } from '../../space/format/space-keys.ts'
import { decodeStatement } from '../../space/format/statement.ts'
import { enterSpace } from '../../space/found.ts'
import type { SpaceFacts } from '../../space/ports.ts'
import type { State } from '../../vault/state/state.ts'
import { LIMITS } from '../contract/limits.ts'

const hex32 = z.string().regex(/^[0-9a-f]{64}$/)
const factsSchema = z.object({
  founderSigner: hex32,
  genesisHash: hex32,
  genesisBlock: z.string().nullable(),
  admission: hex32.nullable(),
  /** Of a computer without the organisation seed; its import key lies in a fact of its own, which is no text. */
  ownOrganisation: z
    .object({ key: hex32, chain: z.array(z.string()) })
    .nullable()
    .default(null),
})
const IMPORT_NAMES = 'import-names'

/** Keeps what opens a space again. */
export function keepFacts(state: State, facts: SpaceFacts): void {
  const { ownOrganisation } = facts
  const value = {
    founderSigner: toHex(facts.founderSigner),
    genesisHash: toHex(facts.genesisHash),
    genesisBlock: facts.genesisBlock?.toString('base64') ?? null,
    admission: facts.admission ? toHex(facts.admission) : null,
    ownOrganisation: ownOrganisation && {
      key: toHex(ownOrganisation.key),
      chain: ownOrganisation.chain.map(({ bytes }) => bytes.toString('base64')),
    },
  }
  if (ownOrganisation) state.spaces.putFact(facts.space, IMPORT_NAMES, ownOrganisation.importNames)
  state.spaces.putFact(facts.space, 'facts', Buffer.from(JSON.stringify(value)))
}

/** Where the epoch keys of a space are kept. */
export const epochsIn = (state: State) => (space: Buffer) => ({
  all: () => state.epochKeys.list(space),
  add: (epoch: EpochKey) => state.epochKeys.put(space, epoch),
})

/**
 * Keeps what opens the House of the organisation that has taken this computer in: all of it or nothing. Throws MalformedError for keys that
 * do not open it.
 */
export function keepHouse(state: State, keys: SpaceKeys): void {
  state.transaction(() => {
    state.spaces.put({ spaceId: keys.space, kind: 'house', name: '' })
    const { facts, genesis } = enterSpace('house', keys, { epochs: epochsIn(state) })
    const name = plainName(genesis.organisationName, LIMITS.organisationName)
    state.spaces.put({ spaceId: keys.space, kind: 'house', name })
    state.secrets.setOrganisationName(name)
    keepFacts(state, facts)
  })
}

/** Whether this computer was taken into an organisation, or has founded one. */
export const hasOrganisation = (state: State): boolean =>
  state.secrets.organisationSeed() !== null ||
  state.spaces.list().some(({ kind, spaceId }) => kind === 'house' && state.spaces.fact(spaceId, 'facts'))

/** What opens a space; null where that is not kept, or not yet. Throws VAULT_DAMAGED. */
export function factsOf(state: State, space: Buffer, kind: SpaceFacts['kind']): SpaceFacts | null {
  const bytes = state.spaces.fact(space, 'facts')
  if (!bytes) return null
  const facts = factsSchema.parse(JSON.parse(bytes.toString('utf8')))
  return {
    space,
    kind,
    founderSigner: fromHex(facts.founderSigner),
    genesisHash: fromHex(facts.genesisHash),
    genesisBlock: facts.genesisBlock === null ? null : Buffer.from(facts.genesisBlock, 'base64'),
    admission: facts.admission === null ? null : fromHex(facts.admission),
    ownOrganisation: facts.ownOrganisation && {
      key: fromHex(facts.ownOrganisation.key),
      importNames: importNamesOf(state, space),
      chain: facts.ownOrganisation.chain.map((bytes) => decodeStatement(Buffer.from(bytes, 'base64'), space)),
    },
  }
}

function importNamesOf(state: State, space: Buffer): Buffer {
  const names = state.spaces.fact(space, IMPORT_NAMES)
  if (!names) throw new ParasolError('VAULT_DAMAGED')
  return secret(names)
}
