import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { randomBytes, toHex } from '../../core/crypto/bytes.ts'
import { Changes } from '../../core/engine/changes.ts'
import { organisationIdSchema, spaceIdSchema } from '../../core/engine/contract/index.ts'
import { Projector } from '../../core/engine/services/projector.ts'
import { openIndex } from '../../core/index/index.ts'
import type { LogCopy } from '../../core/log/log-copy.ts'
import { foundSpace, openSpace } from '../../core/space/found.ts'
import type { Space } from '../../core/space/space.ts'
import { Follower } from '../../core/sync/follower.ts'
import { heldUp } from '../support/held-up.ts'
import { makeParty, record } from '../support/spaces.ts'
import type { FromAttacker, ToAttacker } from './attacker.ts'
import { type AttackId, attacks } from './attacks.ts'
import type { Measured, Setup } from './bench.ts'
import { openerAs } from './house.ts'
import { OtherProcess } from './other-process.ts'
import { serve, talk } from './talk.ts'

const LOOK_EVERY_MS = 20

/**
 * The longest turn of a computer's event loop while a member attacks it from another process over TCP and Noise, by one attack after the other, in
 * time of its own thread: what else the machine does is not counted, nor is a wait for the disk; by the wall clock it is printed. Here is
 * the victim alone: the real session, follower, projector and index.
 */
export async function run({ n, folder, say }: Setup): Promise<Measured> {
  let most = 0
  for (const id of Object.keys(attacks) as AttackId[]) {
    const { wall, own } = await attacked(id, n, join(folder, id))
    say(`${id}: longest turn ${own.toFixed(1)} ms of its own time, ${wall.toFixed(1)} ms by the clock`)
    most = Math.max(most, own)
  }
  return { value: most, floor: null }
}

async function attacked(id: AttackId, n: number, folder: string): Promise<{ wall: number; own: number }> {
  const attacker = new OtherProcess<ToAttacker, FromAttacker>('attacker.ts', [folder, id, String(n)])
  try {
    const party = await makeParty(folder, 'victim')
    const { identity, around } = party
    const space = await openSpace(await foundSpace('coalition', 'Bench', identity, around), identity, around)
    await space.write(Array.from({ length: 640 }, (_, i) => record(`${i} ${'x'.repeat(3_000)}`)))
    const { port, settled } = await open(space, join(folder, 'index.db'))

    const { admission } = await attacker.ask('applied', { type: 'apply', space: space.id })
    const reply = await space.admit(admission)
    const founder = []
    for (let next = await space.own.segmentFrom(0); next; next = await space.own.segmentFrom(next.length)) founder.push(next)
    const { log } = await attacker.ask('ready', { type: 'admit', space: space.id, genesisHash: space.facts.genesisHash, reply, founder })
    const copy = (await space.openLogs()).find((one) => one !== space.own) as LogCopy
    for (const segment of log) await copy.append(segment)
    await settled()

    let wall = 0
    const own = await heldUp(async () => {
      wall = await heldUp(
        async () => {
          const { length } = await attacker.ask('over', { type: 'attack', port })
          while (copy.length < (length ?? 0)) await setTimeout(LOOK_EVERY_MS)
          await settled()
        },
        () => performance.now(),
      )
    })
    return { wall, own }
  } finally {
    attacker.kill()
  }
}

/** Listens for partners, as the engine does; `settled` resolves when all that is there has been read. */
async function open(space: Space, indexPath: string): Promise<{ port: number; settled(): Promise<void> }> {
  const fail = (error: unknown): never => {
    throw error
  }
  const organisationId = organisationIdSchema.parse(toHex(space.organisationKey))
  const author = () => ({ organisationId, name: '', own: false })
  const house = spaceIdSchema.parse(toHex(randomBytes(32)))
  const index = openIndex(indexPath, randomBytes(32), { house, author, ownIn: () => organisationId })
  const projector = new Projector(index, new Changes(), openerAs(house))
  const settled = (): Promise<void> => projector.catchUp(space)
  // Neither is closed: the process ends when the last attack is over.
  new Follower(space, settled, fail)
  const port = await serve((stream) => {
    stream.on('error', () => undefined)
    talk(stream, space, { fail, refused: () => undefined })
  })
  return { port, settled }
}
