import { CandidateRequest, MemberRequest } from 'blind-pairing-core'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { signKeyPair } from '../../core/crypto/sign.ts'
import type { Pairing } from '../../core/engine/contract/index.ts'
import { type Certificate, certify } from '../../core/space/format/statement.ts'
import { deviceKeys, organisationKeys } from '../../core/space/keys.ts'
import type { Space } from '../../core/space/space.ts'
import { decodeInvite, type Invite, inviteKeys } from '../../core/sync/pairing/invite.ts'
import {
  decodeIntroduction,
  encodeComputerIntroduction,
  encodeEnd,
  encodeIntroduction,
  encodeMeet,
} from '../../core/sync/pairing/messages.ts'
import type { RefusalCode } from '../../core/sync/refusal.ts'
import { systemTimers } from '../../core/sync/timers.ts'
import { Caller, portOf } from '../support/caller.ts'
import type { Computer } from '../support/computer.ts'
import { ComputerStage, foundAt, ownGroup } from '../support/computer-stage.ts'
import { heldUp } from '../support/held-up.ts'

/** Longest that an honest computer may stand still, in ms. */
const STILL_MAX = 200

const stage = ComputerStage.forThisFile()
/** How far the clock of Alma's computer is ahead, in ms. */
let ahead: number

beforeEach(() => {
  ahead = 0
})

/** One that nobody finds: only who dials it is there. */
async function computer(name: string, timers = systemTimers): Promise<Computer> {
  const made = await stage.computer(name, { group: await ownGroup(), timers })
  await made.sync.setNearby(true)
  return made
}

const withClock = (name: string) => computer(name, { ...systemTimers, now: () => Date.now() + ahead })
const eventually = <T>(check: () => T) => vi.waitFor(check, { timeout: 30_000, interval: 10 })
const stateOf = (at: Computer) => at.sync.pairings().at(-1)?.state
const pairing = (at: Computer, state: Pairing['state']): Promise<Pairing> =>
  eventually(() => {
    expect(stateOf(at)).toBe(state)
    return at.sync.pairings().at(-1) as Pairing
  })
const members = (space: Space): string[] => (space.roster?.members ?? []).map(({ name }) => name)
const refusals = (at: Computer) => at.sync.status().refusals.map(({ code, name }) => [code, name])
const dial = (from: Computer, to: Computer) => from.sync.dial(`127.0.0.1:${portOf(to)}`)

/** An invite of Alma's, and what who has it can know. */
async function inviting(name = 'Alma'): Promise<{ alma: Computer; space: Space; text: string; invite: Invite; topic: Buffer }> {
  const alma = await withClock(name)
  const space = await foundAt(alma)
  const text = alma.sync.invite(space, 24).text ?? ''
  const invite = decodeInvite(text)
  return { alma, space, text, invite, topic: inviteKeys(invite).topic }
}
type Inviting = Awaited<ReturnType<typeof inviting>>

/** Two honest persons pair over the local network. */
async function pair(inviter: Computer, candidate: Computer, text: string): Promise<void> {
  candidate.sync.join(text)
  await dial(candidate, inviter)
  const [here, there] = await eventually(() => {
    const [one, other] = [inviter, candidate].map(({ sync }) => sync.pairings().at(-1))
    expect([one?.state, other?.state]).toEqual(['compare', 'compare'])
    expect(one?.phrase).toEqual(other?.phrase)
    return [one, other] as [Pairing, Pairing]
  })
  await Promise.all([inviter.sync.confirm(here.pairingId, true), candidate.sync.confirm(there.pairingId, true)])
  await pairing(candidate, 'joined')
  await pairing(inviter, 'joined')
}

interface Stranger {
  organisation: ReturnType<typeof organisationKeys>
  device: ReturnType<typeof deviceKeys>
  certificate: Certificate
}

/** An organisation that nobody knows. `signer`: who signs for it. */
function stranger(space: Buffer): Stranger {
  const [organisation, device] = [organisationKeys(randomBytes(32), space), deviceKeys(randomBytes(32), space)]
  const certificate = certify(space, organisation.sign, [], { log: device.log.publicKey, box: device.box.publicKey, label: '' })
  return { organisation, device, certificate }
}

function introductionOf({ organisation, certificate }: Stranger, changes: { certify?: Buffer; organisation?: Buffer } = {}): Buffer {
  return encodeIntroduction({
    nonce: randomBytes(32),
    organisation: organisation.sign.publicKey,
    recoveryBox: organisation.recovery.publicKey,
    certify: certificate.bytes,
    ...changes,
  })
}

const requestOf = (invite: Invite, introduction: Buffer): Buffer => new CandidateRequest(invite, introduction).encode()

describe('who calls at the place of an invite is dropped for', () => {
  /** Says that it knows the invite, and has it. */
  const takeInvite = async (caller: Caller, { invite }: Inviting): Promise<void> => {
    caller.send('request', requestOf(invite, introductionOf(stranger(invite.space))))
    await eventually(() => expect(caller.kinds).toContain('meet'))
  }
  const attacks: [string, RefusalCode, (caller: Caller, at: Inviting) => Promise<void> | void][] = [
    ['a request that cannot be read', 'malformed', (caller) => caller.send('request', randomBytes(500))],
    ['a request of nothing', 'malformed', (caller) => caller.send('request')],
    [
      'a request for another invite',
      'malformed',
      (caller, { invite }) =>
        caller.send('request', requestOf({ ...invite, seed: randomBytes(32) }, introductionOf(stranger(invite.space)))),
    ],
    ['a request that says nothing', 'malformed', (caller, { invite }) => caller.send('request', requestOf(invite, Buffer.alloc(0)))],
    [
      'a request whose certificate another organisation has signed',
      'malformed',
      (caller, { invite }) => {
        const [one, other] = [stranger(invite.space), stranger(invite.space)]
        caller.send('request', requestOf(invite, introductionOf(one, { certify: other.certificate.bytes })))
      },
    ],
    [
      'a request whose certificate is forged',
      'malformed',
      (caller, { invite }) => {
        const one = stranger(invite.space)
        const certify = Buffer.from(one.certificate.bytes)
        certify.writeUInt8(certify.readUInt8(certify.length - 1) ^ 1, certify.length - 1)
        caller.send('request', requestOf(invite, introductionOf(one, { certify })))
      },
    ],
    [
      'a request whose certificate is for another space',
      'malformed',
      (caller, { invite }) => caller.send('request', requestOf(invite, introductionOf(stranger(randomBytes(32))))),
    ],
    [
      'a request of a computer, where an organisation is invited',
      'malformed',
      (caller, { invite }) => {
        const introduction = encodeComputerIntroduction(randomBytes(32), invite.space, deviceKeys(randomBytes(32), invite.space))
        caller.send('request', requestOf(invite, introduction))
      },
    ],
    ['a request of 20 kB', 'oversize', (caller) => caller.send('request', Buffer.alloc(20_000, 1))],
    ['a request of 14 MB', 'oversize', (caller) => caller.send('request', Buffer.alloc(14_000_000, 1))],
    ['a yes before it has shown that it knows the invite', 'malformed', (caller) => caller.send('same')],
    ['a name before that', 'malformed', (caller) => caller.send('name', randomBytes(100))],
    ['a message that only who invites sends', 'malformed', (caller) => caller.send('meet', randomBytes(300))],
    ['another of those', 'malformed', (caller) => caller.send('reply', randomBytes(300))],
    ['an end for no reason that there is', 'malformed', (caller) => caller.send('end', Buffer.of(77))],
    [
      'ends without end',
      'flood',
      (caller) => {
        for (let i = 0; i < 5_000; i += 1) caller.send('end', encodeEnd('withdrawn'))
      },
    ],
    [
      'channels without end',
      'flood',
      (caller) => {
        for (let i = 0; i < 400; i += 1) caller.raw(Buffer.from([0, 3, 200]))
      },
    ],
    ['a batch of protomux', 'malformed', (caller) => caller.raw(Buffer.from([0, 0, 1, 1, 0]))],
    [
      'a channel whose name does not end',
      'oversize',
      (caller) => caller.raw(Buffer.concat([Buffer.from([0, 1, 3, 252]), Buffer.alloc(252, 97)])),
    ],
    ['silence', 'silent', () => undefined],
    [
      'a name before both have said yes',
      'malformed',
      async (caller, at) => {
        await takeInvite(caller, at)
        caller.send('name', randomBytes(100))
      },
    ],
    [
      'a message of 1 MB, though it knows the invite',
      'oversize',
      async (caller, at) => {
        await takeInvite(caller, at)
        caller.send('name', Buffer.alloc(1_000_000, 1))
      },
    ],
    [
      'requests without end, of which it does not even read the answers',
      'flood',
      async (caller, at) => {
        await takeInvite(caller, at)
        caller.stream.pause()
        const request = requestOf(at.invite, introductionOf(stranger(at.invite.space)))
        for (let i = 0; i < 5_000; i += 1) caller.send('request', request)
      },
    ],
    [
      'a yes without end, of which it does not even read the answers',
      'flood',
      async (caller, at) => {
        await takeInvite(caller, at)
        caller.stream.pause()
        for (let i = 0; i < 5_000; i += 1) caller.send('same')
      },
    ],
  ]

  it('anything that is not as it has to be, and who is honest comes in', async () => {
    const { alma, space } = await inviting()
    const bosko = await computer('Bosko')
    const still = await heldUp(async () => {
      for (const [number, [what, code, attack]] of attacks.entries()) {
        const text = alma.sync.invite(space, 24).text ?? ''
        const invite = decodeInvite(text)
        const at = { alma, space, text, invite, topic: inviteKeys(invite).topic }
        const caller = await Caller.at(alma, at.topic, { from: `127.0.0.${number + 2}` })
        await attack(caller, at)
        await eventually(() => expect(refusals(alma), what).toHaveLength(number + 1))
        expect(refusals(alma)[0], what).toEqual([code, null])
        await eventually(() => expect(caller.dropped, what).toBe(true))
        expect(members(space), what).toEqual(['Alma'])
      }
      await pair(alma, bosko, alma.sync.invite(space, 24).text ?? '')
    })
    expect(members(space)).toEqual(['Alma', 'Bosko'])
    expect(still).toBeLessThan(STILL_MAX)
    expect(alma.faults).toEqual([])
  })
})

describe('who calls a candidate in the place of who invites is dropped for', () => {
  /** The answer of somebody who has the invite too, and says to be who invites. */
  const meetBy = (caller: Caller, { invite }: Inviting, who: Stranger, signer = who.device.log): Buffer => {
    const request = MemberRequest.from(caller.last('request') ?? Buffer.alloc(0))
    const { nonce } = decodeIntroduction(request.open(inviteKeys(invite).publicKey), invite.space)
    const binding = { inviteId: inviteKeys(invite).id, handshake: caller.handshake, requestNonce: nonce }
    return encodeMeet(randomBytes(32), who.certificate, signer.secretKey, binding)
  }
  const attacks: [string, RefusalCode, (caller: Caller, at: Inviting) => void][] = [
    ['an answer that is none', 'malformed', (caller) => caller.send('meet', randomBytes(300))],
    [
      'an answer that another computer has signed',
      'malformed',
      (caller, at) => caller.send('meet', meetBy(caller, at, stranger(at.invite.space), signKeyPair(randomBytes(32)))),
    ],
    [
      'an answer whose certificate is for another space',
      'malformed',
      (caller, at) => caller.send('meet', meetBy(caller, at, stranger(randomBytes(32)))),
    ],
    ['an answer of 20 kB', 'oversize', (caller) => caller.send('meet', Buffer.alloc(20_000, 1))],
    ['a yes before it has shown that it knows the invite', 'malformed', (caller) => caller.send('same')],
    ['a reply that is none', 'malformed', (caller) => caller.send('reply', randomBytes(300))],
    ['a reply of nothing', 'malformed', (caller) => caller.send('reply')],
    ['a message that only a candidate sends', 'malformed', (caller) => caller.send('request', randomBytes(300))],
    ['another of those', 'malformed', (caller) => caller.send('name', randomBytes(300))],
    ['an end for no reason that there is', 'malformed', (caller) => caller.send('end', Buffer.of(77))],
    [
      'ends without end, none of which is believed',
      'flood',
      (caller) => {
        for (let i = 0; i < 5_000; i += 1) caller.send('end', encodeEnd('withdrawn'))
      },
    ],
    [
      'channels without end',
      'flood',
      (caller) => {
        for (let i = 0; i < 400; i += 1) caller.raw(Buffer.from([0, 3, 200]))
      },
    ],
    ['a message of 14 MB', 'oversize', (caller) => caller.send('reply', Buffer.alloc(14_000_000, 1))],
  ]

  it('anything that is not as it has to be, and who did invite is still met', async () => {
    const at = await inviting()
    const bosko = await computer('Bosko')
    bosko.sync.join(at.text)
    const still = await heldUp(async () => {
      for (const [number, [what, code, attack]] of attacks.entries()) {
        const caller = await Caller.at(bosko, at.topic, { from: `127.0.0.${number + 2}` })
        await eventually(() => expect(caller.kinds, what).toContain('request'))
        attack(caller, at)
        await eventually(() => expect(refusals(bosko), what).toHaveLength(number + 1))
        expect(refusals(bosko)[0], what).toEqual([code, null])
        await eventually(() => expect(caller.dropped, what).toBe(true))
        expect(['waiting', 'searching'], what).toContain(stateOf(bosko))
      }
      await pair(at.alma, bosko, at.text)
    })
    expect(members(at.space)).toEqual(['Alma', 'Bosko'])
    expect(still).toBeLessThan(STILL_MAX)
    expect(bosko.faults).toEqual([])
  })

  it('answers without end: who has the invite can stand in its way, and gets nobody in', async () => {
    const at = await inviting()
    const bosko = await computer('Bosko')
    bosko.sync.join(at.text)
    const caller = await Caller.at(bosko, at.topic)
    await eventually(() => expect(caller.kinds).toContain('request'))
    const answer = meetBy(caller, at, stranger(at.invite.space))
    caller.stream.pause()
    for (let i = 0; i < 5_000; i += 1) caller.send('meet', answer)
    await eventually(() => expect(refusals(bosko)).toEqual([['flood', null]]))
    expect(['compare', 'waiting', 'searching']).toContain(stateOf(bosko))
    expect([members(at.space), bosko.spaces]).toEqual([['Alma'], []])
    // A new invite gets both past it.
    await pair(at.alma, bosko, at.alma.sync.invite(at.space, 24).text ?? '')
    expect(members(at.space)).toEqual(['Alma', 'Bosko'])
  })
})

describe('a request that was recorded', () => {
  /** Poses as who invites, and hears what Bosko says to that. */
  async function record(): Promise<Inviting & { bosko: Computer; request: Buffer }> {
    const at = await inviting()
    const bosko = await computer('Bosko')
    bosko.sync.join(at.text)
    const caller = await Caller.at(bosko, at.topic)
    const request = await eventually(() => {
      const heard = caller.last('request')
      if (!heard) throw new Error('nothing was heard')
      return heard
    })
    caller.stream.destroy()
    return { ...at, bosko, request }
  }

  async function replayed({ alma, topic, request }: Awaited<ReturnType<typeof record>>): Promise<Caller> {
    const caller = await Caller.at(alma, topic)
    caller.send('request', request)
    await eventually(() => expect(caller.dropped).toBe(true))
    return caller
  }

  it('gets nothing once the invite is used, but that it is', async () => {
    const at = await record()
    await dial(at.bosko, at.alma)
    const { phrase } = await pairing(at.alma, 'compare')
    expect((await replayed(at)).kinds).toEqual(['reply'])
    expect(at.alma.sync.pairings()).toHaveLength(1)
    expect((await pairing(at.alma, 'compare')).phrase).toEqual(phrase)
    await pair(at.alma, at.bosko, at.text)
    expect((await replayed(at)).kinds).toEqual(['reply'])
    expect(members(at.space)).toEqual(['Alma', 'Bosko'])
  })

  it('gets nothing once the invite has expired, but that it has', async () => {
    const at = await record()
    at.bosko.sync.dismiss(at.bosko.sync.pairings()[0]?.pairingId ?? '')
    ahead = 25 * 60 * 60 * 1000
    const caller = await Caller.at(at.alma, at.topic)
    caller.send('request', at.request)
    await eventually(() => expect(caller.dropped).toBe(true))
    expect(caller.kinds).toEqual(['reply'])
    expect([members(at.space), at.alma.sync.pairings()]).toEqual([['Alma'], []])
  })

  it('under another key shows another phrase than its own writer sees', async () => {
    const at = await record()
    const caller = await Caller.at(at.alma, at.topic)
    caller.send('request', at.request)
    const { phrase, pairingId } = await pairing(at.alma, 'compare')
    await dial(at.bosko, at.alma)
    await pairing(at.bosko, 'used')
    expect(phrase).not.toEqual(at.bosko.sync.pairings()[0]?.phrase)
    // And where Alma says yes to it all the same, nothing that follows can be read or said by who lacks the keys in it.
    await at.alma.sync.confirm(pairingId, true)
    caller.send('same')
    await eventually(() => expect(caller.kinds).toContain('same'))
    expect(caller.kinds).not.toContain('reply')
    expect(members(at.space)).toEqual(['Alma'])
  })
})

describe('two candidates with one invite', () => {
  it('at the same moment: exactly one of them comes in, and the other is told', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { alma, space, text } = await inviting(`Alma ${round}`)
      const both = await Promise.all([computer(`Bosko ${round}`), computer(`Cvetka ${round}`)])
      for (const one of both) one.sync.join(text)
      const still = await heldUp(async () => {
        await Promise.all(both.map((one) => dial(one, alma)))
        await eventually(() => expect(both.map(stateOf).sort()).toEqual(['compare', 'used']))
        const [first] = both.filter((one) => stateOf(one) === 'compare')
        if (!first) throw new Error('one has it')
        const [here, there] = [await pairing(alma, 'compare'), await pairing(first, 'compare')]
        expect(here.phrase).toEqual(there.phrase)
        await Promise.all([alma.sync.confirm(here.pairingId, true), first.sync.confirm(there.pairingId, true)])
        await pairing(first, 'joined')
      })
      expect(still).toBeLessThan(STILL_MAX)
      expect(members(space)).toHaveLength(2)
      expect(both.map(({ spaces }) => spaces.length).sort()).toEqual([0, 1])
      expect(alma.sync.pairings()).toHaveLength(1)
      await Promise.all([alma, ...both].map(({ sync }) => sync.setNearby(false)))
    }
  })
})
