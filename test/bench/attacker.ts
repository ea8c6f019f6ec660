/** Who attacks in held-up.ts, in a process of its own: `attacker.ts FOLDER ATTACK N`. Does what its parent says. */
import { setTimeout } from 'node:timers/promises'
import type { LogCopy } from '../../core/log/log-copy.ts'
import type { Segment } from '../../core/log/types.ts'
import type { Admission } from '../../core/space/format/operation.ts'
import { makeStatement } from '../../core/space/format/statement.ts'
import { joinSpace, openSpace } from '../../core/space/found.ts'
import { deviceKeys, organisationKeys } from '../../core/space/keys.ts'
import type { AdmissionReply, Space } from '../../core/space/space.ts'
import { Hostile } from '../support/hostile.ts'
import { makeParty } from '../support/spaces.ts'
import { type AttackId, attacks } from './attacks.ts'
import { answerParent } from './other-process.ts'
import { dial } from './talk.ts'

export type ToAttacker =
  | { type: 'apply'; space: Buffer }
  | { type: 'admit'; space: Buffer; genesisHash: Buffer; reply: AdmissionReply; founder: Segment[] }
  | { type: 'attack'; port: number }
export type FromAttacker =
  | { type: 'applied'; admission: Admission }
  /** `log`: what its log holds so far, which the victim has to know before the attack begins. */
  | { type: 'ready'; log: Segment[] }
  /** `length`: of its log, where the victim is to take all of it. */
  | { type: 'over'; length: number | null }

const LOOK_EVERY_MS = 5
const [folder = '', attackId = '', size = ''] = process.argv.slice(2)
const attack = attacks[attackId as AttackId]
const party = await makeParty(folder, 'attacker')
let space: Space | null = null

answerParent(answer)

async function answer(message: ToAttacker): Promise<FromAttacker> {
  switch (message.type) {
    case 'apply':
      return { type: 'applied', admission: apply(message.space) }
    case 'admit':
      space = await join(message)
      return { type: 'ready', log: await attack.prepare({ space, n: Number(size), party: (name) => makeParty(folder, name) }) }
    case 'attack': {
      if (!space) throw new Error('not admitted')
      const length = await attack.run({
        space,
        meet: async (as) => Hostile.over(await dial(message.port), as),
        until: async (isSo) => {
          while (!isSo()) await setTimeout(LOOK_EVERY_MS)
        },
      })
      return { type: 'over', length }
    }
  }
}

/** As a candidate asks to be let in. */
function apply(id: Buffer): Admission {
  const { identity } = party
  const [organisation, device] = [organisationKeys(identity.organisationSeed, id), deviceKeys(identity.deviceSeed, id)]
  const certify = { kind: 'certify', device: device.log.publicKey, box: device.box.publicKey, label: '' } as const
  return {
    role: 3,
    names: true,
    past: true,
    organisation: organisation.sign.publicKey,
    recoveryBox: organisation.recovery.publicKey,
    organisationName: identity.organisationName,
    inviteId: Buffer.alloc(32),
    statements: [makeStatement(id, organisation.sign, [], certify).bytes],
  }
}

async function join({ space: id, genesisHash, reply, founder }: Extract<ToAttacker, { type: 'admit' }>): Promise<Space> {
  const { identity, around } = party
  const joined = await openSpace(joinSpace(id, genesisHash, reply, around), identity, around)
  await joined.writeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'accept', accepted: reply.operationId } })
  for (const log of await joined.openLogs()) {
    if (log === joined.own) continue
    for (const segment of founder) await (log as LogCopy).append(segment)
    for await (const batch of joined.ingest(log, 0)) void batch
  }
  return joined
}
