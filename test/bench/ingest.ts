import { join } from 'node:path'
import { randomBytes, toHex } from '../../core/crypto/bytes.ts'
import { Changes } from '../../core/engine/changes.ts'
import { filtersSchema, organisationIdSchema, spaceIdSchema } from '../../core/engine/contract/index.ts'
import { Projector } from '../../core/engine/services/projector.ts'
import { type Index, openIndex } from '../../core/index/index.ts'
import { makeStatement } from '../../core/space/format/statement.ts'
import { joinSpace, openSpace } from '../../core/space/found.ts'
import { deviceKeys, organisationKeys } from '../../core/space/keys.ts'
import type { Space } from '../../core/space/space.ts'
import { Claims } from '../../core/sync/claims.ts'
import { Follower } from '../../core/sync/follower.ts'
import type { PeerSession } from '../../core/sync/session.ts'
import { makeParty, type Party } from '../support/spaces.ts'
import { type Measured, type Setup, timed } from './bench.ts'
import { openerAs } from './house.ts'
import { RARE_WORD } from './incidents.ts'
import { OtherProcess } from './other-process.ts'
import type { FromPartner, ToPartner } from './partner.ts'
import { rawStore } from './raw.ts'
import { dial, talk } from './talk.ts'

/**
 * A partner's log of `n` entries comes from another process over TCP and Noise: by the real session, with its membership proof, and is verified,
 * opened, folded and indexed until its last entry is found by a search. Floor: the same blocks as a bare Hypercore, replicated by Hypercore's own protocol
 * between the same two processes over the same kind of stream.
 */
export const run = (setup: Setup): Promise<Measured> => ingestFrom(setup, 1)

/** The same from so many partners at once, who wrote as many entries each: all hold all of them, and each speaks over a stream of its own. */
export async function ingestFrom({ n, folder, say }: Setup, partners: number): Promise<Measured> {
  const partner = new Partner(join(folder, 'partner'), n, partners, 'apart')
  try {
    const us = await makeParty(folder, 'us')
    const space = await joinPartner(partner, us)
    const { ports, bodyBytes, blockBytes } = await partner.ask('written', { type: 'write' })
    say(`${n} entries of ${bodyBytes} bytes on average, in blocks of ${blockBytes}, by ${partners} partners`)
    const ours = await timed(() => receive(space, join(folder, 'index.db'), n, ports))
    say(`by segments, searchable: ${seconds(ours)}`)
    ours.result()
    const raw = await partner.ask('raw', { type: 'raw' })
    const floor = await timed(() => replicate(join(folder, 'raw'), raw, partners))
    say(`bare replication: ${seconds(floor)}`)
    return { value: ours.ms / 1_000, floor: floor.ms / 1_000, barOnRatio: true }
  } finally {
    partner.kill()
  }
}

const seconds = ({ ms, busy }: { ms: number; busy: number }): string =>
  `${(ms / 1_000).toFixed(2)} s, of which the processor was busy here for ${(busy / 1_000).toFixed(2)} s`

/** The other process (partner.ts). */
export class Partner extends OtherProcess<ToPartner, FromPartner> {
  /** `logs`: by how many members the `n` entries are, which one computer holds together or each holds for itself. */
  constructor(folder: string, n: number, logs: number, way: 'together' | 'apart') {
    super('partner.ts', [folder, String(n), String(logs), way])
  }
}

/** The pairing without its network: what the two would tell each other. */
export async function joinPartner(partner: Partner, { identity, around }: Party): Promise<Space> {
  const { space, genesisHash } = await partner.ask('founded', { type: 'found' })
  const organisation = organisationKeys(identity.organisationSeed, space)
  const device = deviceKeys(identity.deviceSeed, space)
  const certify = makeStatement(space, organisation.sign, [], {
    kind: 'certify',
    device: device.log.publicKey,
    box: device.box.publicKey,
    label: '',
  })
  const { reply } = await partner.ask('admitted', {
    type: 'admit',
    admission: {
      role: 3,
      names: true,
      past: true,
      organisation: organisation.sign.publicKey,
      recoveryBox: organisation.recovery.publicKey,
      organisationName: identity.organisationName,
      inviteId: Buffer.alloc(32),
      statements: [certify.bytes],
    },
  })
  const joined = await openSpace(joinSpace(space, genesisHash, reply, around), identity, around)
  await joined.writeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'accept', accepted: reply.operationId } })
  return joined
}

/**
 * Connects to all ports, the founder's first, takes everything in, and resolves when the last entry is found by a word of it; to what ends the tidying that
 * goes on afterwards, which would be counted to what is measured next.
 */
export async function receive(space: Space, indexPath: string, n: number, ports: readonly number[]): Promise<() => void> {
  const organisationId = organisationIdSchema.parse(toHex(space.organisationKey))
  const author = () => ({ organisationId, name: '', own: false })
  const house = spaceIdSchema.parse(toHex(randomBytes(32)))
  const index = openIndex(indexPath, randomBytes(32), { house, author, ownIn: () => organisationId })
  const projector = new Projector(index, new Changes(), openerAs(house))
  const [known, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const fold = async (): Promise<void> => {
    await projector.catchUp(space)
    if ((space.roster?.members.length ?? 0) > ports.length) known.resolve()
    if (isAllFound(index, n)) done.resolve()
  }
  const follower = new Follower(space, fold, done.reject)
  const claims = new Claims()
  const closed = () => done.reject(new Error('the connection was closed'))
  const meet = async (port: number): Promise<PeerSession> => talk(await dial(port), space, { fail: done.reject, closed, claims })
  const [founder = Number.NaN, ...others] = ports
  const sessions = [await meet(founder)]
  // Who the others are, only the founder's log says.
  if (others.length > 0) await Promise.race([known.promise, done.promise])
  sessions.push(...(await Promise.all(others.map(meet))))
  await done.promise
  for (const session of sessions) session.close()
  await Promise.all([follower.stop(), ...sessions.map((session) => session.idle())])
  return () => {
    projector.stop()
    index.close()
  }
}

function isAllFound(index: Index, n: number): boolean {
  const filters = filtersSchema.parse({})
  if (index.count(filters).all < n) return false
  return index.list({ ...filters, text: RARE_WORD }, null, 10).rows.length > 0
}

/** All cores over so many streams, of which each has them all. */
async function replicate(folder: string, { port, cores }: Extract<FromPartner, { type: 'raw' }>, streams: number): Promise<void> {
  const store = rawStore(folder)
  const here = cores.map(({ key, length }) => ({ core: store.get({ key }), length }))
  for (const { core } of here) await core.ready()
  for (const stream of await Promise.all(Array.from({ length: streams }, () => dial(port)))) {
    for (const { core } of here) core.replicate(stream)
  }
  await Promise.all(here.map(({ core, length }) => core.download({ start: 0, end: length }).done()))
  await store.close()
}
