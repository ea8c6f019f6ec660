import { type ChildProcess, fork } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import SecretStream from '@hyperswarm/secret-stream'
import { randomBytes, toHex } from '../../core/crypto/bytes.ts'
import { Changes } from '../../core/engine/changes.ts'
import { filtersSchema, organisationIdSchema, spaceIdSchema } from '../../core/engine/contract/index.ts'
import { Projector } from '../../core/engine/services/projector.ts'
import { type Index, openIndex } from '../../core/index/index.ts'
import { makeStatement } from '../../core/space/format/statement.ts'
import { joinSpace, openSpace } from '../../core/space/found.ts'
import { deviceKeys, organisationKeys } from '../../core/space/keys.ts'
import type { Space } from '../../core/space/space.ts'
import { Follower } from '../../core/sync/follower.ts'
import { makeParty, type Party } from '../support/spaces.ts'
import { type Measured, type Setup, timed } from './bench.ts'
import { RARE_WORD } from './incidents.ts'
import type { FromPartner, ToPartner } from './partner.ts'
import { rawStore } from './raw.ts'
import { talk } from './talk.ts'

/**
 * A partner's log of `n` entries comes from another process over TCP and Noise: by the real session, with its membership proof, and is verified,
 * opened, folded and indexed until its last entry is found by a search. Floor: the same blocks as a bare Hypercore, replicated by Hypercore's own protocol
 * between the same two processes over the same kind of stream.
 */
export async function run({ n, folder, say }: Setup): Promise<Measured> {
  const partner = new Partner(join(folder, 'partner'), n)
  try {
    const us = await makeParty(folder, 'us')
    const space = await joinPartner(partner, us)
    const { port, blockBytes } = await partner.ask('written', { type: 'write' })
    say(`${n} entries of ${blockBytes} bytes on average`)
    const ours = await timed(() => receive(space, join(folder, 'index.db'), n, port))
    say(`by segments, searchable: ${(ours.ms / 1_000).toFixed(2)} s`)
    const raw = await partner.ask('raw', { type: 'raw' })
    const floor = await timed(() => replicate(join(folder, 'raw'), raw.key, raw.length, raw.port))
    say(`bare replication: ${(floor.ms / 1_000).toFixed(2)} s`)
    return { value: ours.ms / 1_000, floor: floor.ms / 1_000, barOnRatio: true }
  } finally {
    partner.kill()
  }
}

/** The other process (partner.ts). */
export class Partner {
  readonly #child: ChildProcess

  /** `logs`: by how many members the `n` entries are. */
  constructor(folder: string, n: number, logs = 1) {
    this.#child = fork(join(import.meta.dirname, 'partner.ts'), [folder, String(n), String(logs)], {
      serialization: 'advanced',
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
  }

  ask<T extends FromPartner['type']>(type: T, message: ToPartner): Promise<Extract<FromPartner, { type: T }>> {
    const { promise, resolve, reject } = Promise.withResolvers<Extract<FromPartner, { type: T }>>()
    const ended = (code: number | null): void => reject(new Error(`the partner ended with ${code}`))
    this.#child.once('exit', ended)
    this.#child.once('message', (answer: FromPartner) => {
      this.#child.off('exit', ended)
      if (answer.type === type) resolve(answer as Extract<FromPartner, { type: T }>)
      else reject(new Error(`the partner said ${answer.type}`))
    })
    this.#child.send(message)
    return promise
  }

  kill(): void {
    this.#child.kill('SIGKILL')
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

/** Connects, takes everything in, and resolves when the last entry is found by a word of it. */
export async function receive(space: Space, indexPath: string, n: number, port: number): Promise<void> {
  const organisationId = organisationIdSchema.parse(toHex(space.organisationKey))
  const author = () => ({ organisationId, name: '', own: false })
  const house = spaceIdSchema.parse(toHex(randomBytes(32)))
  const index = openIndex(indexPath, randomBytes(32), { house, author, ownIn: () => organisationId })
  // Neither is closed: the projector goes on tidying the index until the process ends.
  const projector = new Projector(index, new Changes())
  const stream = await dial(port)
  const done = Promise.withResolvers<void>()
  const fold = async (): Promise<void> => {
    await projector.catchUp(space)
    if (isAllFound(index, n)) done.resolve()
  }
  const follower = new Follower(space, fold, done.reject)
  const session = talk(stream, space, done.reject, () => done.reject(new Error('the connection was closed')))
  await done.promise
  session.close()
  await Promise.all([follower.stop(), session.idle()])
}

function isAllFound(index: Index, n: number): boolean {
  const filters = filtersSchema.parse({})
  if (index.count(filters).all < n) return false
  return index.list({ ...filters, text: RARE_WORD }, null, 10).rows.length > 0
}

async function replicate(folder: string, key: Buffer, length: number, port: number): Promise<void> {
  const store = rawStore(folder)
  const core = store.get({ key })
  await core.ready()
  core.replicate(await dial(port))
  await core.download({ start: 0, end: length }).done()
  await store.close()
}

async function dial(port: number): Promise<SecretStream> {
  const socket = connect(port, '127.0.0.1')
  socket.setNoDelay(true)
  const stream = new SecretStream(true, socket)
  await stream.opened
  return stream
}
