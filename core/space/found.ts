import { equal, randomBytes } from '../crypto/bytes.ts'
import { ParasolError } from '../error.ts'
import { MalformedError } from '../log/codec.ts'
import { logIdOf } from '../log/log-id.ts'
import { ENTRY_TYPE, type EpochKey, RING } from '../log/types.ts'
import { blockHash, sealRosterEntry } from './entries.ts'
import { newEpoch, sealEpoch } from './format/epoch.ts'
import { encodeGenesis, type Genesis } from './format/genesis.ts'
import type { SpaceKeys } from './format/space-keys.ts'
import { certify, isCertificate } from './format/statement.ts'
import { Keyring } from './keyring.ts'
import { deviceKeys, houseId, organisationKeys } from './keys.ts'
import type { EpochStore, Identity, RosterPositions, SpaceFacts, SpacePorts } from './ports.ts'
import { readBlock } from './reader.ts'
import { foldRoster } from './roster/fold.ts'
import { type AdmissionReply, Space } from './space.ts'

/** The ports of a space that is only just known: where its keys and positions go is decided by its id. */
export interface Surroundings extends Pick<SpacePorts, 'store' | 'now' | 'ownHeads' | 'forkProofs' | 'forkBranches'> {
  epochs(space: Buffer): EpochStore
  positions(space: Buffer): RosterPositions
}

const portsFor = (space: Buffer, around: Surroundings): SpacePorts => ({
  store: around.store,
  now: around.now,
  ownHeads: around.ownHeads,
  forkProofs: around.forkProofs,
  forkBranches: around.forkBranches,
  epochs: around.epochs(space),
  positions: around.positions(space),
})

/** Opens a space that is known already. */
export async function openSpace(facts: SpaceFacts, identity: Identity, around: Surroundings): Promise<Space> {
  const own = await around.store.own(facts.space, deviceKeys(identity.deviceSeed, facts.space).log)
  const space = new Space(facts, identity, own, portsFor(facts.space, around))
  await space.load()
  return space
}

/**
 * Founds a space: writes its genesis as block 0 of the own log, synced. Founding the House again after a crash goes on with the genesis that is there.
 * Returns the facts to keep. Throws NOT_KEYHOLDER on a computer without the organisation seed.
 */
export async function foundSpace(kind: SpaceFacts['kind'], name: string, identity: Identity, around: Surroundings): Promise<SpaceFacts> {
  const { organisationSeed } = identity
  if (!organisationSeed) throw new ParasolError('NOT_KEYHOLDER')
  const space = kind === 'house' ? houseId(organisationSeed) : randomBytes(32)
  const device = deviceKeys(identity.deviceSeed, space)
  const organisation = organisationKeys(organisationSeed, space)
  const own = await around.store.own(space, device.log)
  if (own.length === 0) {
    if (around.store.copied || around.ownHeads.get(own.id)) throw new ParasolError('LOG_BEHIND')
    const certificate = certify(space, organisation.sign, [], { log: device.log.publicKey, box: device.box.publicKey, label: '' })
    const keyring = new Keyring(space, around.epochs(space))
    const epoch = newEpoch(space, RING.roster)
    keyring.add(epoch)
    const wall = around.now()
    const body = encodeGenesis({
      kind,
      space,
      name,
      carrySecret: randomBytes(32),
      created: wall,
      organisation: organisation.sign.publicKey,
      recoveryBox: organisation.recovery.publicKey,
      organisationName: identity.organisationName,
      certify: certificate,
      rosterEpochId: epoch.epochId,
    })
    const at = {
      space,
      logId: own.id,
      index: 0,
      wall,
      clock: { ms: wall, counter: 0 },
      certificate: certificate.hash,
      rosterHash: Buffer.alloc(32),
      heads: [],
    }
    const boxes = sealEpoch(epoch.key, [device.box.publicKey, organisation.recovery.publicKey])
    const { head } = await own.append(() => [sealRosterEntry(at, ENTRY_TYPE.genesis, body, epoch, keyring, boxes)])
    around.ownHeads.put({ logId: own.id, length: head.length, treeHash: head.treeHash })
  }
  around.positions(space).add(device.log.publicKey, 0)
  return {
    space,
    kind,
    founderSigner: device.log.publicKey,
    genesisHash: blockHash(await own.get(0)),
    genesisBlock: null,
    admission: null,
    ownOrganisation: null,
  }
}

/**
 * The facts of a coalition that has admitted us, from the pairing's reply: keeps the roster keys once the genesis is the one that the invite
 * named and opens with them. Throws MalformedError, and then keeps nothing.
 */
export function joinSpace(space: Buffer, genesisHash: Buffer, reply: AdmissionReply, around: Surroundings): SpaceFacts {
  const { genesisBlock, founderCertificate, rosterEpochs, operationId: admission } = reply
  if (!isCertificate(founderCertificate)) throw new MalformedError('founder certificate')
  const founderSigner = founderCertificate.fields.device
  if (rosterEpochs.some(({ ring }) => ring !== RING.roster)) throw new MalformedError('ring')
  checkGenesis('coalition', { space, genesisHash, genesisBlock, founderSigner, epochs: rosterEpochs })
  keepKeys(space, rosterEpochs, around)
  return { space, kind: 'coalition', founderSigner, genesisHash, genesisBlock, admission, ownOrganisation: null }
}

/**
 * The facts of a space that the keyholder's computer lets this one into (docs/protocol.md section 4.6): keeps its keys once the genesis opens
 * with them. Throws MalformedError, and then keeps nothing.
 */
export function enterSpace(
  kind: SpaceFacts['kind'],
  given: SpaceKeys,
  around: Pick<Surroundings, 'epochs'>,
): { facts: SpaceFacts; genesis: Genesis } {
  const { space, founderSigner, genesisHash, genesisBlock, admission, organisation: key, importNames, chain, epochs } = given
  const genesis = checkGenesis(kind, given)
  keepKeys(space, epochs, around)
  return {
    facts: { space, kind, founderSigner, genesisHash, genesisBlock, admission, ownOrganisation: { key, importNames, chain } },
    genesis,
  }
}

/** Throws MalformedError where a genesis is not the one that was named, of another kind, or does not open with the keys. */
function checkGenesis(
  kind: SpaceFacts['kind'],
  {
    space,
    genesisHash,
    genesisBlock,
    founderSigner,
    epochs,
  }: Pick<SpaceKeys, 'space' | 'genesisHash' | 'genesisBlock' | 'founderSigner' | 'epochs'>,
): Genesis {
  if (!equal(blockHash(genesisBlock), genesisHash)) throw new MalformedError('another genesis than was named')
  const tried = new Keyring(space, inMemory())
  for (const epoch of epochs) tried.add(epoch)
  const read = readBlock(space, logIdOf(space, founderSigner), 0, genesisBlock, tried)
  const roster = read.is === 'roster' && foldRoster(space, genesisHash, [read.block])
  if (!roster || roster.genesis.kind !== kind) throw new MalformedError('genesis')
  return roster.genesis
}

function keepKeys(space: Buffer, epochs: readonly EpochKey[], around: Pick<Surroundings, 'epochs'>): void {
  const keyring = new Keyring(space, around.epochs(space))
  for (const epoch of epochs) keyring.add(epoch)
}

function inMemory(): EpochStore {
  const kept: EpochKey[] = []
  return { all: () => kept, add: (epoch) => void kept.push(epoch) }
}
