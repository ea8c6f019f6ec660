import { existsSync } from 'node:fs'
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { randomBytes, toHex } from '../../core/crypto/bytes.ts'
import { Spaces } from '../../core/engine/services/spaces.ts'
import { LogStore } from '../../core/log/store.ts'
import { ROLE } from '../../core/space/format/operation.ts'
import { certify } from '../../core/space/format/statement.ts'
import { foundSpace, openSpace } from '../../core/space/found.ts'
import { deviceKeys, organisationKeys } from '../../core/space/keys.ts'
import type { Space } from '../../core/space/space.ts'
import { createState, openState, type State } from '../../core/vault/state/state.ts'
import { eventually } from '../support/eventually.ts'
import { joinAs, makeParty, type Party, record, texts } from '../support/spaces.ts'
import { connect, Peer } from '../support/sync.ts'

const KEY = Buffer.alloc(32, 5)

interface Computer {
  state: State
  store: LogStore
  spaces: Spaces
}

let root: string
let partner: Party
const open: Computer[] = []
const peers: Peer[] = []

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'parasol-backup-'))
  partner = await makeParty(root, 'Partner')
})
afterEach(async () => {
  for (const peer of peers.splice(0)) peer.close()
  for (const one of open.splice(0)) await close(one)
  await partner.store.close()
  await rm(root, { recursive: true })
})

/** What the engine opens of a profile: the vault's state, the logs, the spaces. A profile that is not there is made. */
async function start(name: string): Promise<Computer> {
  const path = join(root, name, 'state.db')
  const state = existsSync(path) ? openState(path, KEY) : await create(path)
  const organisationSeed = state.secrets.organisationSeed()
  const device = state.devices.active()
  if (!organisationSeed || !device) throw new Error('no seeds')
  const store = await LogStore.open(join(root, name, 'cores'))
  const computer = {
    state,
    store,
    spaces: new Spaces(state, store, { organisationSeed, deviceSeed: device.seed, organisationName: 'Ours' }, Date.now),
  }
  open.push(computer)
  await computer.spaces.load()
  return computer
}

async function create(path: string): Promise<State> {
  await mkdir(dirname(path))
  const state = createState(path, KEY)
  state.secrets.setOrganisationSeed(randomBytes(32))
  state.devices.start()
  return state
}

async function close(one: Computer): Promise<void> {
  await one.store.close()
  one.state.close()
}

async function stop(one: Computer): Promise<void> {
  for (const peer of peers.splice(0)) peer.close()
  open.splice(open.indexOf(one), 1)
  await close(one)
}

/** The profile as it is now, kept elsewhere. */
async function backUp(one: Computer, name: string, to: string): Promise<void> {
  await stop(one)
  await cp(join(root, name), join(root, to), { recursive: true })
}

function peer(space: Space): Peer {
  const made = new Peer([space])
  peers.push(made)
  return made
}

const coalitionOf = ({ spaces }: Computer): Space => {
  const [space] = spaces.coalitions()
  if (!space) throw new Error('no coalition')
  return space
}
const names = (space: Space): string[] => (space.roster?.members ?? []).filter((one) => one.present).map(({ name }) => name)

/** Both hold and read the same, of every log; connected anew until they do, as a computer dials again. */
async function level(a: Space, b: Space, expected: string[]): Promise<void> {
  await eventually(async () => {
    for (const one of peers.splice(0)) one.close()
    connect(peer(a), peer(b))
    await eventually(
      async () => {
        expect(await texts(a)).toEqual(expected)
        expect(await texts(b)).toEqual(expected)
        expect(a.roster?.hash).toEqual(b.roster?.hash)
      },
      { limitMs: 2_000 },
    )
  })
}

/** Ours and a partner in one coalition, by who founded it, level with each other. */
async function coalition(founder: 'ours' | 'partner'): Promise<{ ours: Computer; a: Space; b: Space }> {
  const ours = await start('profile')
  let b: Space
  if (founder === 'ours') b = await joinAs(await ours.spaces.foundCoalition('Alliance'), partner)
  else {
    const { identity, around } = partner
    b = await openSpace(await foundSpace('coalition', 'Alliance', identity, around), identity, around)
    const { organisationSeed } = ours.spaces.identity
    if (!organisationSeed) throw new Error('the keyholder has the seed')
    const { sign, recovery } = organisationKeys(organisationSeed, b.id)
    const { log, box } = deviceKeys(ours.spaces.identity.deviceSeed, b.id)
    const certificate = certify(b.id, sign, [], { log: log.publicKey, box: box.publicKey, label: '' })
    const reply = await b.admit({
      role: ROLE.member,
      names: true,
      past: true,
      organisation: sign.publicKey,
      recoveryBox: recovery.publicKey,
      organisationName: 'Ours',
      inviteId: Buffer.alloc(32),
      statements: [certificate.bytes],
    })
    await ours.spaces.joinCoalition(b.id, b.facts.genesisHash, reply)
  }
  const a = coalitionOf(ours)
  await level(a, b, [])
  await a.write([record('one')])
  await level(a, b, ['one'])
  return { ours, a, b }
}

describe.each(['ours', 'partner'] as const)('a computer that comes back from a backup, in a coalition that %s founded', (founder) => {
  it('goes on in a new log, gets its old entries back, and its partner reads all of it', async () => {
    const { ours, b } = await coalition(founder)
    await backUp(ours, 'profile', 'backup')
    const on = await start('profile')
    await coalitionOf(on).write([record('two'), record('three')])
    await level(coalitionOf(on), b, ['one', 'three', 'two'])
    const old = coalitionOf(on).own.id
    await stop(on)

    const restored = await start('backup')
    expect(restored.spaces.restored).toBe(true)
    const a = coalitionOf(restored)
    expect(a.own.id).not.toEqual(old)
    expect([a.writable, restored.spaces.house.writable]).toEqual([true, true])
    await a.write([record('four')])
    await restored.spaces.house.write([record('at home')])
    await level(a, b, ['four', 'one', 'three', 'two'])
    expect(names(b)).toHaveLength(2)
    // The same again after a restart: nothing is started anew, and nobody has to be shown anything twice.
    const now = a.own.id
    await stop(restored)
    const again = await start('backup')
    expect(coalitionOf(again).own.id).toEqual(now)
    await coalitionOf(again).write([record('five')])
    await level(coalitionOf(again), b, ['five', 'four', 'one', 'three', 'two'])
    expect(await texts(again.spaces.house)).toEqual(['at home'])
  })

  it('put back in its place goes on in a new log once a partner shows that there was more', async () => {
    const { ours, b } = await coalition(founder)
    await backUp(ours, 'profile', 'backup')
    const on = await start('profile')
    await coalitionOf(on).write([record('two')])
    await level(coalitionOf(on), b, ['one', 'two'])
    await stop(on)
    // The logs' folder is the same for the file system; only its content is old.
    await rm(join(root, 'profile', 'state.db'))
    await cp(join(root, 'backup', 'state.db'), join(root, 'profile', 'state.db'))
    await rm(join(root, 'profile', 'cores', 'db'), { recursive: true })
    await cp(join(root, 'backup', 'cores', 'db'), join(root, 'profile', 'cores', 'db'), { recursive: true })
    const restored = await start('profile')
    const a = coalitionOf(restored)
    const old = a.own.id
    expect(a.own.length).toBeLessThan((await b.openLogs()).find(({ id }) => id.equals(old))?.length ?? 0)
    expect(restored.spaces.restored).toBe(false)
    connect(peer(a), peer(b))
    await eventually(() => expect([a.own.id.equals(old), a.writable]).toEqual([false, true]))
    await a.write([record('three')])
    await level(a, b, ['one', 'three', 'two'])
  })

  it('twice never writes one log from two places', async () => {
    const { ours, a } = await coalition(founder)
    const old = a.own.id
    await backUp(ours, 'profile', 'backup')
    await cp(join(root, 'backup'), join(root, 'second'), { recursive: true })
    const ids = new Set<string>([toHex(old)])
    for (const name of ['backup', 'second']) {
      const restored = await start(name)
      for (const space of restored.spaces.all()) expect(space.writable).toBe(true)
      ids.add(toHex(coalitionOf(restored).own.id))
      await stop(restored)
    }
    expect(ids.size).toBe(3)
  })
})
