import { signKeyPair } from '../../core/crypto/sign.ts'
import { RING } from '../../core/log/types.ts'
import { certify } from '../../core/space/format/statement.ts'
import { deviceKeys, organisationKeys } from '../../core/space/keys.ts'
import { encodeInvite, type Invite, inviteKeys, discoveryKeyOf } from '../../core/sync/pairing/invite.ts'
import { encodeLetter, letterHandshake, letterSecret, NOBODY } from '../../core/sync/pairing/letter.ts'
import { encodeComputerIntroduction, encodeEnd, encodeIntroduction, encodeMeet, encodeName, encodeReply } from '../../core/sync/pairing/messages.ts'
import { safetyPhrase } from '../../core/sync/pairing/phrase.ts'
import { counting, epochs, logId, space } from './inputs.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

/** One side of the pairing, all of it from numbers that count up. */
function side(first: number) {
  const organisation = organisationKeys(counting(first, 32), space)
  const device = deviceKeys(counting(first + 1, 32), space)
  return {
    organisation,
    device,
    certificate: certify(space, organisation.sign, [], { log: device.log.publicKey, box: device.box.publicKey, label: '' }),
    noise: signKeyPair(counting(first + 2, 32)),
    nonce: counting(first + 3, 32),
  }
}

const known = ({ organisation, device, noise, nonce }: ReturnType<typeof side>) => ({
  organisation: organisation.sign.publicKey,
  device: device.log.publicKey,
  box: device.box.publicKey,
  noise: noise.publicKey,
  nonce,
})

/** A pairing by letters as it stands in `pairing-v1.json`. */
export async function pairingVectors() {
  const [inviter, candidate] = [side(10), side(20)]
  const invite: Invite = {
    kind: 'coalition',
    discoveryKey: discoveryKeyOf(logId),
    seed: counting(30, 32),
    space,
    genesisHash: counting(31, 32),
    expiry: 1_790_000_000_000,
  }
  const { id, topic } = inviteKeys(invite)
  const handshake = letterHandshake(id, candidate.noise.publicKey, inviter.noise.publicKey)
  const meet = encodeMeet(inviter.nonce, inviter.certificate, inviter.device.log.secretKey, {
    inviteId: id,
    handshake,
    requestNonce: candidate.nonce,
  })
  const reply = encodeReply({
    founderCertificate: inviter.certificate,
    genesisBlock: counting(32, 1024),
    rosterEpochs: [{ ...epochs.roster, ring: RING.roster }],
    operationId: counting(33, 32),
  })
  const [request, box] = [counting(34, 200), counting(35, 80)]
  const same = { kind: 'same' as const, bytes: Buffer.alloc(0) }
  const first = encodeLetter(
    { side: 'candidate', from: candidate.noise.publicKey, to: NOBODY, said: [{ kind: 'request', bytes: request }] },
    id,
    candidate.noise,
  )
  const answer = encodeLetter(
    { side: 'inviter', from: inviter.noise.publicKey, to: candidate.noise.publicKey, said: [{ kind: 'meet', bytes: meet }, same] },
    id,
    inviter.noise,
  )
  const last = encodeLetter(
    {
      side: 'candidate',
      from: candidate.noise.publicKey,
      to: inviter.noise.publicKey,
      said: [{ kind: 'request', bytes: request }, same, { kind: 'name', bytes: box }, { kind: 'end', bytes: encodeEnd('done') }],
    },
    id,
    candidate.noise,
  )
  return {
    about:
      'A pairing (docs/protocol.md section 9) into the space of log-v1.json. Organisation, device, Noise seed and nonce of the inviter are 32 bytes that count up from 10, 11, 12 and 13, of the candidate from 20 to 23. What is sealed anew each time stands in the letters as bytes that count up: the request from 34, the box of name from 35.',
    invite: encodeInvite(invite),
    inviteId: hex(id),
    topic: hex(topic),
    introduction: hex(
      encodeIntroduction({
        nonce: candidate.nonce,
        organisation: candidate.organisation.sign.publicKey,
        recoveryBox: candidate.organisation.recovery.publicKey,
        certify: candidate.certificate.bytes,
      }),
    ),
    introductionOfComputer: hex(encodeComputerIntroduction(candidate.nonce, space, candidate.device)),
    letterSecret: hex(letterSecret(invite.seed, id)),
    letterHandshake: hex(handshake),
    meet: hex(meet),
    name: hex(encodeName('Bosko')),
    reply: hex(reply),
    phrase: await safetyPhrase(invite.genesisHash, id, known(inviter), known(candidate)),
    letters: { first: hex(first), answer: hex(answer), last: hex(last) },
  }
}
