import { MemberRequest } from 'blind-pairing-core'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { signKeyPair } from '../../core/crypto/sign.ts'
import { deviceKeys } from '../../core/space/keys.ts'
import { inviteKeys } from '../../core/sync/pairing/invite.ts'
import { decodeIntroduction, encodeComputerIntroduction, encodeEnd, encodeMeet } from '../../core/sync/pairing/messages.ts'
import type { RefusalCode } from '../../core/sync/refusal.ts'
import { Caller } from '../support/caller.ts'
import type { Computer } from '../support/computer.ts'
import { eventually } from '../support/eventually.ts'
import { heldUp, STILL_MAX } from '../support/held-up.ts'
import { InviteStage, type Inviting, members, pairNearby, stateOf } from '../support/invite-stage.ts'
import { introductionOf, requestOf, type Stranger, stranger } from '../support/stranger.ts'

const stage = InviteStage.forThisFile()
const refusals = (at: Computer) => at.sync.status().refusals.map(({ code, name }) => [code, name])

describe('who calls at the place of an invite is dropped for', () => {
  /** Says that it knows the invite, and has it. */
  const takeInvite = async (caller: Caller, { invite }: Inviting): Promise<void> => {
    caller.send('request', requestOf(invite))
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
        const request = requestOf(at.invite)
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
    const { alma, space } = await stage.inviting()
    const bosko = await stage.hidden('Bosko')
    const still = await heldUp(async () => {
      for (const [number, [what, code, attack]] of attacks.entries()) {
        const at = stage.anotherInvite(alma, space)
        const caller = await Caller.at(alma, at.topic, { from: `127.0.0.${number + 2}` })
        await attack(caller, at)
        await eventually(() => expect(refusals(alma), what).toHaveLength(number + 1))
        expect(refusals(alma)[0], what).toEqual([code, null])
        await eventually(() => expect(caller.dropped, what).toBe(true))
        expect(members(space), what).toEqual(['Alma'])
      }
      await pairNearby(alma, bosko, alma.sync.invite(space, 24).text ?? '')
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
    const at = await stage.inviting()
    const bosko = await stage.hidden('Bosko')
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
      await pairNearby(at.alma, bosko, at.text)
    })
    expect(members(at.space)).toEqual(['Alma', 'Bosko'])
    expect(still).toBeLessThan(STILL_MAX)
    expect(bosko.faults).toEqual([])
  })

  it('answers without end: who has the invite can stand in its way, and gets nobody in', async () => {
    const at = await stage.inviting()
    const bosko = await stage.hidden('Bosko')
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
    await pairNearby(at.alma, bosko, at.alma.sync.invite(at.space, 24).text ?? '')
    expect(members(at.space)).toEqual(['Alma', 'Bosko'])
  })
})
