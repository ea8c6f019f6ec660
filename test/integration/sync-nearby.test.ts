import { connect, type Socket } from 'node:net'
import createTestnet from 'hyperdht/testnet.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import type { Space } from '../../core/space/space.ts'
import { awaitAnswer, MEMBERS, sendKnock } from '../../core/sync/nearby/gate.ts'
import { systemTimers } from '../../core/sync/timers.ts'
import { BadLine } from '../support/bad-line.ts'
import type { Computer } from '../support/computer.ts'
import { ComputerStage, foundAt, ownGroup, pairingOf } from '../support/computer-stage.ts'
import { eventually } from '../support/eventually.ts'
import { makeCoalition, record, texts } from '../support/spaces.ts'

const stage = ComputerStage.forThisFile()
/** The tests hear each other, not the network. */
let group: Awaited<ReturnType<typeof ownGroup>>

beforeEach(async () => {
  group = await ownGroup()
})

async function computer(name: string, { nearby = true, at = group } = {}): Promise<Computer> {
  const made = await stage.computer(name, { group: at })
  if (nearby) await made.sync.setNearby(true)
  return made
}

async function pair(inviter: Computer, candidate: Computer, space: Space): Promise<void> {
  await candidate.sync.join(inviter.sync.invite(space, 24).text ?? '')
  const [here, there] = [await pairingOf(inviter, 'compare'), await pairingOf(candidate, 'compare')]
  expect(there.phrase).toEqual(here.phrase)
  await Promise.all([inviter.sync.confirm(here.pairingId, true), candidate.sync.confirm(there.pairingId, true)])
  await pairingOf(candidate, 'joined')
  await pairingOf(inviter, 'joined')
}

const ways = (at: Computer, space: Space) => at.sync.connectedTo(space).map(({ way }) => way)

describe('two organisations on one network', () => {
  it('find each other, pair, and read each other; no stranger is reproached', async () => {
    const [alma, bosko, stranger] = [await computer('Alma'), await computer('Bosko'), await computer('Cvetka')]
    await foundAt(stranger)
    const space = await foundAt(alma)
    await space.write([record('before the invite')])
    await pair(alma, bosko, space)
    await eventually(async () => expect(await texts(bosko.spaces[0])).toEqual(['before the invite']))
    await eventually(() => expect(bosko.spaces[0]?.writable).toBe(true))
    await bosko.spaces[0]?.write([record('by Bosko')])
    await eventually(async () => expect(await texts(space)).toEqual(['before the invite', 'by Bosko']))
    await eventually(() => expect(ways(alma, space)).toEqual(['nearby']))
    expect(alma.sync.status()).toMatchObject({ nearby: 'on', internet: 'off', connections: 1, nearbyConnections: 1 })
    for (const { sync } of [alma, bosko, stranger]) expect(sync.status().refusals).toEqual([])
    expect(stranger.sync.status().connections).toBe(0)
  })

  it('speak of a coalition that was made while they were connected, over one connection', async () => {
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko')]
    const { a, b } = await makeCoalition(alma.party, bosko.party)
    alma.spaces.push(a)
    bosko.spaces.push(b)
    for (const { sync } of [alma, bosko]) sync.spacesChanged()
    await eventually(() => expect([...ways(alma, a), ...ways(bosko, b)]).toEqual(['nearby', 'nearby']))
    const second = await foundAt(alma, 'Second')
    await pair(alma, bosko, second)
    await second.write([record('in the second')])
    await a.write([record('in the first')])
    await eventually(async () => expect(await texts(bosko.spaces[1])).toEqual(['in the second']))
    await eventually(async () => expect(await texts(b)).toEqual(['in the first']))
  })

  it('meet again by themselves when one was off', async () => {
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko')]
    const { a, b } = await makeCoalition(alma.party, bosko.party)
    alma.spaces.push(a)
    bosko.spaces.push(b)
    for (const { sync } of [alma, bosko]) sync.spacesChanged()
    await eventually(() => expect(b.writable).toBe(true))
    await alma.sync.setNearby(false)
    expect(alma.sync.status()).toMatchObject({ nearby: 'off', addresses: [], connections: 0 })
    await eventually(() => expect(bosko.sync.status().connections).toBe(0))
    await b.write([record('while Alma is away')])
    await a.write([record('while nobody hears')])
    await alma.sync.setNearby(true)
    for (const space of [a, b])
      await eventually(async () => expect(await texts(space)).toEqual(['while Alma is away', 'while nobody hears']))
  })

  it('reach each other by a typed address where nobody can be found', async () => {
    const alma = await computer('Alma')
    const bosko = await computer('Bosko', { at: await ownGroup() })
    const space = await foundAt(alma)
    const [, port = ''] = (alma.sync.status().addresses[0] ?? ':').split(':')
    await expect(bosko.sync.dial('127.0.0.1:1')).rejects.toThrow('NOT_REACHED')
    await expect(bosko.sync.dial('93.184.216.34:4000')).rejects.toThrow('BAD_ADDRESS')
    await bosko.sync.dial(` 127.0.0.1:${port} `)
    await pair(alma, bosko, space)
    await eventually(() => expect(ways(alma, space)).toEqual(['nearby']))
    await space.write([record('by Alma')])
    await eventually(async () => expect(await texts(bosko.spaces[0])).toEqual(['by Alma']))
  })

  it('get everything across a slow line that breaks again and again', async () => {
    const alma = await computer('Alma')
    const bosko = await computer('Bosko', { at: await ownGroup() })
    const { a, b } = await makeCoalition(alma.party, bosko.party)
    alma.spaces.push(a)
    bosko.spaces.push(b)
    for (const { sync } of [alma, bosko]) sync.spacesChanged()
    const written = Array.from({ length: 1_000 }, (_, i) => `row ${i} ${'a word of it '.repeat(60)}`)
    await a.write(written.slice(0, 500).map(record))
    const [, port = ''] = (alma.sync.status().addresses[0] ?? ':').split(':')
    const line = await BadLine.to(Number(port), { delayMs: 15, rate: 1_000_000, breaksAfter: 300_000 })
    try {
      await bosko.sync.dial(`127.0.0.1:${line.port}`)
      await eventually(() => expect(line.broken).toBeGreaterThan(0))
      await eventually(() => expect(b.writable).toBe(true))
      await Promise.all([a.write(written.slice(500).map(record)), b.write([record('by Bosko')])])
      for (const space of [a, b]) await eventually(async () => expect(await texts(space)).toEqual([...written, 'by Bosko'].sort()))
      expect(line.broken).toBeGreaterThan(2)
      for (const { sync } of [alma, bosko]) expect(sync.status().refusals).toEqual([])
    } finally {
      await line.close()
    }
  })

  it('keep the nearby connection where the internet finds them too', async () => {
    const testnet = await createTestnet(3, { host: '127.0.0.1' })
    try {
      const bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
      const [alma, bosko] = [await computer('Alma', { nearby: false }), await computer('Bosko', { nearby: false })]
      const { a, b } = await makeCoalition(alma.party, bosko.party)
      alma.spaces.push(a)
      bosko.spaces.push(b)
      for (const { sync } of [alma, bosko]) await sync.setInternet(true, bootstrap)
      await eventually(() => expect([...ways(alma, a), ...ways(bosko, b)]).toEqual(['internet', 'internet']))
      for (const { sync } of [alma, bosko]) await sync.setNearby(true)
      await eventually(() => expect([...ways(alma, a), ...ways(bosko, b)]).toEqual(['nearby', 'nearby']))
      for (const { sync } of [alma, bosko]) expect(sync.status()).toMatchObject({ connections: 1, nearbyConnections: 1 })
      await bosko.sync.setNearby(false)
      await eventually(() => expect([...ways(alma, a), ...ways(bosko, b)]).toEqual(['internet', 'internet']))
    } finally {
      for (const { sync } of stage.computers) await sync.setInternet(false, [])
      await testnet.destroy()
    }
  })

  it('wait while the mode is off, and cannot meet then', async () => {
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko', { nearby: false })]
    const space = await foundAt(alma)
    const text = alma.sync.invite(space, 24).text ?? ''
    expect((await bosko.sync.join(text)).state).toBe('searching')
    await expect(bosko.sync.dial('127.0.0.1:4000')).rejects.toThrow('NEARBY_OFF')
    expect(bosko.sync.status()).toMatchObject({ nearby: 'off', addresses: [] })
    await bosko.sync.setNearby(true)
    await pairingOf(alma, 'compare')
  })
})

describe('a stranger on the network', () => {
  const portOf = (at: Computer) => Number(at.sync.status().addresses[0]?.split(':')[1])

  it('hears nothing but a challenge and a name, whatever it says', async () => {
    const alma = await computer('Alma')
    await foundAt(alma)
    for (const said of [
      randomBytes(48),
      randomBytes(4096),
      Buffer.from('GET / HTTP/1.1\r\nHost: x\r\nAccept: everything/there-is\r\n\r\n'),
    ]) {
      const socket = connect(portOf(alma), '127.0.0.1')
      const heard: Buffer[] = []
      socket.on('data', (bytes) => heard.push(bytes))
      socket.on('error', () => undefined)
      socket.write(said)
      await new Promise((resolve) => socket.on('close', resolve))
      expect(Buffer.concat(heard)).toHaveLength(48)
    }
  })

  it('that knows where members meet, and breaks off or talks nonsense at every step, harms nobody', async () => {
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko')]
    const space = await foundAt(alma)
    const name = randomBytes(16)
    const endings: ((socket: Socket) => void)[] = [
      (socket) => socket.resetAndDestroy(),
      (socket) => socket.write(randomBytes(200), () => socket.resetAndDestroy()),
      (socket) => socket.write(Buffer.from([0xff, 0xff, 0xff, 0xff])),
      (socket) => socket.end(randomBytes(64)),
    ]
    for (const end of endings) {
      const socket = connect(portOf(alma), '127.0.0.1').on('error', () => undefined)
      const closed = new Promise((resolve) => socket.on('close', resolve))
      const answer = await awaitAnswer(socket, systemTimers)
      if (!answer) throw new Error('no answer')
      sendKnock(socket, answer, name, MEMBERS)
      end(socket)
      socket.resume()
      await closed
    }
    await pair(alma, bosko, space)
    expect(alma.sync.status().refusals).toEqual([])
  })

  it('that floods us is let in at a bounded rate, and one that says nothing is let go', async () => {
    const alma = await computer('Alma')
    const sockets = Array.from({ length: 100 }, () => connect(portOf(alma), '127.0.0.1').on('error', () => undefined))
    let answered = 0
    for (const socket of sockets) socket.once('data', () => (answered += 1))
    await Promise.all(sockets.map((socket) => new Promise((resolve) => socket.on('close', resolve))))
    expect(answered).toBeGreaterThan(0)
    expect(answered).toBeLessThanOrEqual(16)
  })
})
