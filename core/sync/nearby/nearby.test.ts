import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../crypto/bytes.ts'
import { isNear, isOnOurNetwork, readAddress } from './address.ts'
import { gateTag, MEMBERS } from './gate.ts'
import { Peers } from './peers.ts'
import { Porch } from './porch.ts'

const own = [
  { address: '203.0.113.7', netmask: '255.255.255.0', internal: false },
  { address: '127.0.0.1', netmask: '255.0.0.0', internal: true },
]

describe('an address', () => {
  it('is near on a network of ours, and on a private one', () => {
    for (const near of [
      '203.0.113.200',
      '127.0.0.1',
      '10.1.2.3',
      '172.16.0.1',
      '172.31.255.255',
      '192.168.1.7',
      '169.254.3.4',
      '100.64.0.1',
    ])
      expect(isNear(near, own), near).toBe(true)
    for (const far of ['203.0.114.1', '8.8.8.8', '172.32.0.1', '172.15.0.1', '192.169.0.1', '11.0.0.1', '100.128.0.1', '224.0.0.251'])
      expect(isNear(far, own), far).toBe(false)
    expect(isOnOurNetwork('10.1.2.3', own)).toBe(false)
  })

  it('is read as a person types it', () => {
    expect(readAddress(' 192.168.1.7 : 49152 ', own)).toEqual({ host: '192.168.1.7', port: 49152 })
    for (const wrong of [
      '',
      '192.168.1.7',
      '192.168.1.7:',
      '192.168.1.7:0',
      '192.168.1.7:65536',
      '192.168.1.256:1',
      '192.168.1:1',
      'localhost:1',
    ])
      expect(() => readAddress(wrong, own), wrong).toThrow('BAD_ADDRESS')
    expect(() => readAddress('8.8.8.8:49152', own)).toThrow('BAD_ADDRESS')
  })
})

describe('peers', () => {
  it('are bounded in all and for one address, and never pushed out by those who lead nowhere', () => {
    const peers = new Peers()
    for (let port = 1; port <= 20; port += 1) peers.hear(randomBytes(16), { host: '10.0.0.1', port }, 0)
    expect(peers.all()).toHaveLength(8)
    for (let n = 2; n < 200; n += 1) peers.hear(randomBytes(16), { host: `10.0.0.${n}`, port: 1 }, 0)
    expect(peers.all()).toHaveLength(64)
    const [liar] = peers.all()
    liar?.ended('place', false, 0)
    liar?.ended('place', false, 0)
    expect(peers.hear(randomBytes(16), { host: '10.0.1.1', port: 1 }, 0)).not.toBeNull()
    expect(peers.all()).toHaveLength(64)
    expect(peers.all()).not.toContain(liar)
    expect(peers.hear(randomBytes(16), { host: '10.0.1.2', port: 1 }, 0)).toBeNull()
    for (let port = 1; port <= 20; port += 1) peers.type({ host: '10.0.2.1', port }, 0)
    expect(peers.all().filter(({ typed }) => typed)).toHaveLength(8)
  })

  it('are forgotten when they are not heard of, typed ones never; a new name at the old place is the same peer', () => {
    const peers = new Peers()
    const [first, second] = [randomBytes(16), randomBytes(16)]
    const peer = peers.hear(first, { host: '10.0.0.1', port: 1 }, 0)
    expect(peers.hear(second, { host: '10.0.0.1', port: 1 }, 100_000)).toBe(peer)
    expect([peer?.isCalled(first), peer?.isCalled(second), peer?.isCalled(randomBytes(16))]).toEqual([true, true, false])
    peers.type({ host: '10.0.0.2', port: 1 }, 0)
    peers.sweep(200_000, () => false)
    expect(peers.all()).toHaveLength(2)
    peers.sweep(300_000, (one) => one === peer)
    expect(peers.all()).toHaveLength(2)
    peers.sweep(300_000, () => false)
    expect(peers.all().map(({ typed }) => typed)).toEqual([true])
  })

  it('are dialled again later each time, at once where a good connection broke', () => {
    const peer = new Peers().hear(randomBytes(16), { host: '10.0.0.1', port: 1 }, 0)
    const waits = Array.from({ length: 8 }, () => {
      peer?.ended('place', false, 0)
      return peer?.due('place')
    })
    expect(waits).toEqual([1_000, 3_000, 10_000, 30_000, 120_000, 600_000, 600_000, 600_000])
    peer?.ended('place', true, 0)
    expect(peer?.due('place')).toBe(1_000)
  })
})

describe('the gate', () => {
  it('wants a tag that only this connection has', () => {
    const [topic, name] = [randomBytes(32), randomBytes(16)]
    const answer = { challenge: randomBytes(32), name: randomBytes(16) }
    const tag = gateTag(topic, answer, name)
    expect(gateTag(topic, answer, name)).toEqual(tag)
    for (const other of [
      gateTag(MEMBERS, answer, name),
      gateTag(topic, { ...answer, challenge: randomBytes(32) }, name),
      gateTag(topic, { ...answer, name: randomBytes(16) }, name),
      gateTag(topic, answer, randomBytes(16)),
    ])
      expect(other).not.toEqual(tag)
  })

  it('bounds each address by itself', () => {
    let now = 0
    const porch = new Porch({ now: () => now, after: () => () => undefined })
    const leave = Array.from({ length: 100 }, () => porch.enter('10.0.0.1')).filter((one) => one !== null)
    expect(leave).toHaveLength(32)
    expect(porch.enter('10.0.0.2')).not.toBeNull()
    for (const go of leave) go()
    for (let n = 0; n < 100; n += 1) porch.enter('10.0.0.1')?.()
    expect(porch.enter('10.0.0.1')).toBeNull()
    now += 1_000
    expect(porch.enter('10.0.0.1')).not.toBeNull()
  })
})
