import { KDF } from '../crypto/hash.ts'
import { type BoxKeyPair, boxKeyPair } from '../crypto/sealedbox.ts'
import { secret } from '../crypto/secret.ts'
import { type SignKeyPair, signKeyPair } from '../crypto/sign.ts'

/** What an organisation is in one space (docs/protocol.md section 2). */
export interface OrganisationKeys {
  sign: SignKeyPair
  recovery: BoxKeyPair
  /** Names the records of imported rows (core/exchange/import/recognise.ts). */
  importNames: Buffer
}

/** What a device is in one space. */
export interface DeviceKeys {
  log: SignKeyPair
  box: BoxKeyPair
}

/** The House's space id. */
export const houseId = (organisationSeed: Buffer): Buffer => KDF(organisationSeed, 'house-id')

/** Secrets: registered to be zeroed on lock. */
export function organisationKeys(organisationSeed: Buffer, space: Buffer): OrganisationKeys {
  return {
    sign: held(signKeyPair(secret(KDF(organisationSeed, 'organisation-sign', space)))),
    recovery: held(boxKeyPair(KDF(organisationSeed, 'recovery-box', space))),
    importNames: secret(KDF(organisationSeed, 'import-names', space)),
  }
}

export function deviceKeys(deviceSeed: Buffer, space: Buffer): DeviceKeys {
  return {
    log: held(signKeyPair(secret(KDF(deviceSeed, 'log-sign', space)))),
    box: held(boxKeyPair(KDF(deviceSeed, 'device-box', space))),
  }
}

/** The Noise key of a device for one roster epoch: a removed member cannot watch for the next. */
export const noiseKeyPair = (deviceSeed: Buffer, space: Buffer, rosterEpochId: Buffer): SignKeyPair =>
  held(signKeyPair(secret(KDF(deviceSeed, 'noise', space, rosterEpochId))))

/** The secret of a roster epoch from which tags of the membership proof derive. */
export const tagSecret = (rosterKey: Buffer): Buffer => KDF(rosterKey, 'tag-secret')
/** The secret of a roster epoch from which its internet topic derives. */
export const topicSecret = (rosterKey: Buffer): Buffer => KDF(rosterKey, 'topic-secret')

function held<T extends { secretKey: Buffer }>(pair: T): T {
  secret(pair.secretKey)
  return pair
}
