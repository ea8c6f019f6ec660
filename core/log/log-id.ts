import Hypercore, { type Manifest } from 'hypercore'
import { H } from '../crypto/hash.ts'

/** The one manifest shape of docs/protocol.md section 3. */
export function manifestOf(space: Buffer, signer: Buffer): Manifest {
  return {
    version: 1,
    hash: 'blake2b',
    allowPatch: false,
    quorum: 1,
    signers: [{ signature: 'ed25519', namespace: H('log-namespace', space, signer), publicKey: signer }],
  }
}

/** The id of the log that this device log key writes in this space. 32 bytes. */
export const logIdOf = (space: Buffer, signer: Buffer): Buffer => Hypercore.key(manifestOf(space, signer))
