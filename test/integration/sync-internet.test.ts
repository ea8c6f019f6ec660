import createTestnet from 'hyperdht/testnet.js'
import Protomux from 'protomux'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { signKeyPair } from '../../core/crypto/sign.ts'
import type { Space } from '../../core/space/space.ts'
import { encodeHello, encodeProofs, TAGS } from '../../core/sync/messages.ts'
import { InternetNode } from '../../core/sync/swarm.ts'
import { systemTimers, type Timers } from '../../core/sync/timers.ts'
import { topicOf } from '../../core/sync/topics.ts'
import { Wire } from '../../core/sync/wire.ts'
import type { Computer } from '../support/computer.ts'
import { ComputerStage, foundAt, pairingOf } from '../support/computer-stage.ts'
import { eventually } from '../support/eventually.ts'
import { makeCoalition, record, texts } from '../support/spaces.ts'

let testnet: Awaited<ReturnType<typeof createTestnet>>
let bootstrap: string[]
const stage = ComputerStage.forThisFile()

beforeAll(async () => {
  testnet = await createTestnet(3, { host: '127.0.0.1' })
  bootstrap = testnet.bootstrap.map(({ host, port }) => `${host}:${port}`)
})

afterAll(() => testnet.destroy())

async function computer(name: string, internet = true, timers?: Timers): Promise<Computer> {
  const made = await stage.computer(name, timers ? { timers } : {})
  if (internet) await made.sync.setInternet(true, bootstrap)
  return made
}

const inviteText = (at: Computer, space: Space): string => at.sync.invite(space, 24).text ?? ''

describe('two organisations over the internet', () => {
  it('pair, compare the phrase, and read each other', async () => {
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko')]
    const space = await foundAt(alma)
    await space.write([record('before the invite')])
    await bosko.sync.join(
      inviteText(alma, space)
        .toUpperCase()
        .replaceAll(/(.{30})/g, '$1 \n'),
    )
    const [here, there] = [await pairingOf(alma, 'compare'), await pairingOf(bosko, 'compare')]
    expect(here.phrase).toHaveLength(8)
    expect(there.phrase).toEqual(here.phrase)
    // Nobody knows a name before both have said yes.
    expect([here.organisationName, there.organisationName, there.coalitionName]).toEqual([null, null, null])
    await bosko.sync.confirm(there.pairingId, true)
    await pairingOf(bosko, 'confirmed')
    expect(space.roster?.members).toHaveLength(1)
    await alma.sync.confirm(here.pairingId, true)
    expect(await pairingOf(bosko, 'joined')).toMatchObject({ organisationName: 'Alma', coalitionName: 'Alliance' })
    expect(await pairingOf(alma, 'joined')).toMatchObject({ organisationName: 'Bosko' })
    await eventually(async () => expect(await texts(bosko.spaces[0])).toEqual(['before the invite']))
    await eventually(() => expect(bosko.spaces[0]?.writable).toBe(true))
    await bosko.spaces[0]?.write([record('by Bosko')])
    await eventually(async () => expect(await texts(space)).toEqual(['before the invite', 'by Bosko']))
    expect(alma.sync.connectedTo(space).map(({ way }) => way)).toEqual(['internet'])
    expect([...alma.sync.status().refusals, ...bosko.sync.status().refusals]).toEqual([])
  })

  it('take the pairing up again after both apps were closed at every step', async () => {
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko')]
    const space = await foundAt(alma)
    await bosko.sync.join(inviteText(alma, space))
    const phrase = (await pairingOf(alma, 'compare')).phrase
    await pairingOf(bosko, 'compare')
    const again = async () => {
      for (const one of [alma, bosko]) {
        await one.restart()
        await one.sync.setInternet(true, bootstrap)
      }
    }
    await again()
    await bosko.sync.confirm((await pairingOf(bosko, 'compare')).pairingId, true)
    await again()
    expect((await pairingOf(bosko, 'confirmed')).phrase).toEqual(phrase)
    await bosko.sync.setInternet(false, bootstrap)
    await alma.sync.confirm((await pairingOf(alma, 'compare')).pairingId, true)
    await pairingOf(alma, 'confirmed')
    await bosko.sync.setInternet(true, bootstrap)
    await pairingOf(bosko, 'joined')
    await pairingOf(alma, 'joined')
    expect(space.roster?.members.map(({ name }) => name)).toEqual(['Alma', 'Bosko'])
  })

  it('do not pair when one of them sees another phrase', async () => {
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko')]
    const space = await foundAt(alma)
    await bosko.sync.join(inviteText(alma, space))
    const here = await pairingOf(alma, 'compare')
    await bosko.sync.confirm((await pairingOf(bosko, 'compare')).pairingId, true)
    await alma.sync.confirm(here.pairingId, false)
    await pairingOf(bosko, 'refused')
    await pairingOf(alma, 'refused')
    expect(space.roster?.members).toHaveLength(1)
    await expect(alma.sync.confirm(here.pairingId, true)).rejects.toThrow('PAIRING_STATE')
  })

  it('learn that an invite was used by another, also after a restart', async () => {
    const [alma, bosko, cvetka] = [await computer('Alma'), await computer('Bosko'), await computer('Cvetka')]
    const space = await foundAt(alma)
    const text = inviteText(alma, space)
    await bosko.sync.join(text)
    await pairingOf(bosko, 'compare')
    await alma.restart()
    await alma.sync.setInternet(true, bootstrap)
    await cvetka.sync.join(text)
    await pairingOf(cvetka, 'used')
    expect(alma.sync.invites(space).map(({ state, text: line }) => [state, line])).toEqual([['used', null]])
    expect((await pairingOf(alma, 'compare')).phrase).toEqual((await pairingOf(bosko, 'compare')).phrase)
  })

  it('learn that an invite was withdrawn, before and in the middle of a pairing', async () => {
    const [alma, bosko, cvetka] = [await computer('Alma'), await computer('Bosko'), await computer('Cvetka')]
    const space = await foundAt(alma)
    const [first, second] = [alma.sync.invite(space, 24), alma.sync.invite(space, 24)]
    alma.sync.withdraw(first.inviteId)
    await bosko.sync.join(first.text ?? '')
    await pairingOf(bosko, 'withdrawn')
    await cvetka.sync.join(second.text ?? '')
    await pairingOf(cvetka, 'compare')
    alma.sync.withdraw(second.inviteId)
    await pairingOf(cvetka, 'withdrawn')
    await pairingOf(alma, 'withdrawn')
    expect(space.roster?.members).toHaveLength(1)
  })

  it('are told at once of an invite that is mistyped, expired, their own, or for a coalition they are in', async () => {
    let now = Date.now()
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko', true, { ...systemTimers, now: () => now })]
    const space = await foundAt(alma)
    const text = inviteText(alma, space)
    await expect(bosko.sync.join(`${text.slice(0, -1)}${text.endsWith('0') ? '1' : '0'}`)).rejects.toThrow('INVITE_MISTYPED')
    await expect(alma.sync.join(text)).rejects.toThrow('INVITE_OWN')
    now += 25 * 60 * 60 * 1000
    await expect(bosko.sync.join(text)).rejects.toThrow('INVITE_EXPIRED')
    bosko.spaces.push(space)
    await expect(bosko.sync.join(text)).rejects.toThrow('ALREADY_MEMBER')
    bosko.spaces.length = 0
    const offline = await computer('Cvetka', false)
    expect((await offline.sync.join(text)).state).toBe('searching')
    expect(offline.sync.status()).toMatchObject({ internet: 'off', nearby: 'off', connections: 0, refusals: [] })
    expect(() => offline.sync.setInternet(true, ['nonsense'])).toThrow('BAD_BOOTSTRAP')
  })

  it('learn from the inviter that an invite has expired', async () => {
    const late = Date.now() + 25 * 60 * 60 * 1000
    const bosko = await computer('Bosko')
    let now = Date.now()
    const alma = await computer('Alma', true, { ...systemTimers, now: () => now })
    const space = await foundAt(alma)
    const text = inviteText(alma, space)
    now = late
    await bosko.sync.join(text)
    await pairingOf(bosko, 'expired')
    expect(alma.sync.invites(space).map(({ state }) => state)).toEqual(['expired'])
  })

  it('meet again by themselves when the internet is switched off and on', async () => {
    const [alma, bosko] = [await computer('Alma', false), await computer('Bosko', false)]
    const { a, b } = await makeCoalition(alma.party, bosko.party)
    alma.spaces.push(a)
    bosko.spaces.push(b)
    for (const one of [alma, bosko]) await one.sync.setInternet(true, bootstrap)
    await eventually(() => expect(b.writable).toBe(true))
    await alma.sync.setInternet(false, bootstrap)
    await eventually(() => expect(bosko.sync.status().connections).toBe(0))
    await b.write([record('while Alma is away')])
    await a.write([record('while nobody hears')])
    await alma.sync.setInternet(true, bootstrap)
    for (const space of [a, b])
      await eventually(async () => expect(await texts(space)).toEqual(['while Alma is away', 'while nobody hears']))
  })

  it('give a stranger on their topic nothing', async () => {
    const alma = await computer('Alma')
    const space = await foundAt(alma)
    await space.write([record('a secret of Alma')])
    const epoch = space.rosterEpochs()[0]
    if (!epoch) throw new Error('a founder holds the roster key')
    const node = new InternetNode(bootstrap, systemTimers)
    let heard = 0
    const keyPair = signKeyPair(randomBytes(32))
    node.meet({
      topic: topicOf(epoch),
      keyPair,
      announce: false,
      look: true,
      onStream: (stream) => {
        // What a stranger hears before it is dropped: the opening of a channel and tags that say nothing.
        stream.on('data', (bytes: Buffer) => {
          heard += bytes.length
        })
        const mux = new Protomux(new Wire(stream, () => undefined))
        const channel = mux.createChannel({ protocol: 'parasol/1' })
        const hello = channel?.addMessage({ onmessage: () => undefined })
        const proof = channel?.addMessage({ onmessage: () => undefined })
        channel?.open()
        hello?.send(encodeHello(Array.from({ length: TAGS }, () => randomBytes(32))))
        proof?.send(encodeProofs([]))
      },
    })
    await eventually(() => expect(alma.sync.status().refusals.map(({ name, code }) => [name, code])).toContainEqual([null, 'stranger']))
    expect(heard).toBeLessThan(2048)
    expect(alma.sync.connectedTo(space)).toEqual([])
    await node.close()
  })
})
