import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fromHex, toHex } from '../crypto/bytes.ts'
import { signKeyPair } from '../crypto/sign.ts'
import { epochIdOf } from '../log/entry/keys.ts'
import { logIdOf } from '../log/log-id.ts'
import { RING } from '../log/types.ts'
import { blockHash, operationId } from './entries.ts'
import { decodeEpoch, encodeEpoch } from './format/epoch.ts'
import { decodeGenesis, encodeGenesis } from './format/genesis.ts'
import { decodeGrant, encodeGrant } from './format/grant.ts'
import { decodeOperation, encodeOperation, type OperationFields, ROLE } from './format/operation.ts'
import { certify, decodeStatement, makeStatement } from './format/statement.ts'
import { deviceKeys, houseId, noiseKeyPair, organisationKeys, tagSecret, topicSecret } from './keys.ts'
import { Story } from './roster/testing.ts'
import { votePayload } from './roster/votes.ts'

/** Bytes that never change: a later version must make and read the same (docs/protocol.md sections 2, 5 and 6). */
const vectors = JSON.parse(readFileSync(new URL('../../test/vectors/roster.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, string>
>

const fill = (byte: number, length = 32): Buffer => Buffer.alloc(length, byte)
const S = fill(1)
const D = fill(2)
const space = fill(3)
const organisation = organisationKeys(S, space)
const device = deviceKeys(D, space)
const first = certify(space, organisation.sign, [], { log: device.log.publicKey, box: device.box.publicKey, label: 'Büro' })
const revoke = makeStatement(space, organisation.sign, [first], { kind: 'revoke', device: fill(4), length: 5, treeHash: fill(6) })
const succeed = makeStatement(space, organisation.sign, [first, revoke], {
  kind: 'succeed',
  lost: fill(7),
  length: 8,
  treeHash: fill(9),
  device: fill(10),
  box: fill(11),
})
const cuts = [{ logId: fill(12), length: 13, treeHash: fill(14) }]
const operations: OperationFields[] = [
  {
    operation: 'admit',
    role: ROLE.member,
    names: true,
    past: false,
    organisation: fill(15),
    recoveryBox: fill(16),
    organisationName: 'Bella',
    inviteId: fill(17),
    statements: [first.bytes, revoke.bytes],
  },
  { operation: 'remove', instance: fill(18), reason: 2, cuts },
  { operation: 'appoint', instance: fill(19) },
  { operation: 'hand-over', instance: fill(20) },
  { operation: 'accept', accepted: fill(21) },
  { operation: 'leave', instance: fill(22) },
  { operation: 'statement', statement: succeed.bytes },
  { operation: 'succeed-founder', instance: fill(23), votes: [{ steward: fill(24), signature: fill(25, 64) }] },
  { operation: 'watermark', instance: fill(26), lifted: true, cuts },
  { operation: 'vote', since: fill(42), instance: fill(43), number: 44, signature: fill(45, 64) },
  { operation: 'here' },
]
const genesis = {
  kind: 'coalition' as const,
  space,
  name: 'Allianz',
  carrySecret: fill(27),
  created: 1_700_000_000_000,
  organisation: organisation.sign.publicKey,
  recoveryBox: organisation.recovery.publicKey,
  organisationName: 'Asha',
  certify: first,
  rosterEpochId: epochIdOf(space, RING.roster, fill(28)),
}
const epoch = { ring: RING.safe, epochId: fill(29), rosterHash: fill(30), instances: [fill(31), fill(32)] }
const grant = { instance: fill(33), keys: [{ ring: RING.main, epochId: fill(34), boxes: [fill(35, 80), fill(36, 80)] }] }

const storyHash = (): Buffer => {
  const story = new Story()
  story.admit(story.organisation('Asha'))
  story.admit(story.organisation('Bella'), ROLE.observer, false)
  return story.fold().hash
}

const made: Record<string, Record<string, Buffer>> = {
  keys: {
    houseId: houseId(S),
    organisation: organisation.sign.publicKey,
    recoveryBox: organisation.recovery.publicKey,
    recoveryBoxSecret: organisation.recovery.secretKey,
    deviceLog: device.log.publicKey,
    deviceBox: device.box.publicKey,
    deviceBoxSecret: device.box.secretKey,
    noise: noiseKeyPair(D, space, fill(5)).publicKey,
    tagSecret: tagSecret(fill(28)),
    topicSecret: topicSecret(fill(28)),
    rosterEpochId: epochIdOf(space, RING.roster, fill(28)),
    mainEpochId: epochIdOf(space, RING.main, fill(28)),
    logId: logIdOf(space, device.log.publicKey),
  },
  hashes: {
    block: blockHash(fill(37, 1024)),
    operation: operationId(fill(38), 39, fill(40)),
    statement: first.hash,
    roster: storyHash(),
    vote: votePayload(space, fill(46), fill(47), { since: fill(42), instance: fill(43), number: 44 }),
    voteTakenBack: votePayload(space, fill(46), fill(47), { since: fill(42), instance: null, number: 45 }),
  },
  statements: { certify: first.bytes, revoke: revoke.bytes, succeed: succeed.bytes },
  bodies: { genesis: encodeGenesis(genesis), epoch: encodeEpoch(epoch), grant: encodeGrant(grant) },
  operations: Object.fromEntries(operations.map((fields) => [fields.operation, encodeOperation({ appointment: fill(41), fields })])),
}

describe('frozen bytes', () => {
  it.each(Object.keys(made))('are made as ever: %s', (group) => {
    expect(Object.fromEntries(Object.entries(made[group] ?? {}).map(([name, bytes]) => [name, toHex(bytes)]))).toEqual(vectors[group])
  })

  it('are read as ever', () => {
    const bytes = (group: string, name: string): Buffer => fromHex(vectors[group]?.[name] ?? '')
    expect(decodeGenesis(bytes('bodies', 'genesis'), space)).toEqual(genesis)
    expect(decodeEpoch(bytes('bodies', 'epoch'))).toEqual(epoch)
    expect(decodeGrant(bytes('bodies', 'grant'))).toEqual(grant)
    for (const statement of [first, revoke, succeed]) {
      expect(decodeStatement(bytes('statements', statement.fields.kind), space)).toEqual(statement)
    }
    for (const fields of operations) {
      expect(decodeOperation(bytes('operations', fields.operation))).toEqual({ appointment: fill(41), fields })
    }
  })

  it('derive keys apart for every space', () => {
    const elsewhere = fill(99)
    expect(organisationKeys(S, elsewhere).sign.publicKey).not.toEqual(organisation.sign.publicKey)
    expect(deviceKeys(D, elsewhere).log.publicKey).not.toEqual(device.log.publicKey)
    expect(signKeyPair(fill(1)).publicKey).not.toEqual(organisation.sign.publicKey)
  })
})
