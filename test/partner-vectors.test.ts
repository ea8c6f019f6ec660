import { readFileSync } from 'node:fs'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { describe, expect, it } from 'vitest'
import { decodeForkMessage } from '../core/sync/fork-messages.ts'
import { decodeReceipts } from '../core/sync/messages.ts'
import { readPacket } from '../core/sync/nearby/packet.ts'
import { decodeInvite } from '../core/sync/pairing/invite.ts'
import { decodeLetter } from '../core/sync/pairing/letter.ts'
import { decodeIntroduction, decodeMeet, decodeName, decodeReply } from '../core/sync/pairing/messages.ts'
import { counting, logId, signer, space } from './vectors/inputs.ts'
import { blockAt } from './vectors/log-vectors.ts'
import { pairingVectors } from './vectors/pairing-vectors.ts'
import {
  readHeadsAndWant,
  readLetter,
  readMeet,
  readPartMessage,
  readProofs,
  readReceipts,
  readWitnessMessage,
} from './vectors/second-partner.ts'
import { H, KDF } from './vectors/second-reader.ts'
import { syncVectors } from './vectors/sync-vectors.ts'

const load = <T>(name: string): T => JSON.parse(readFileSync(new URL(`vectors/${name}`, import.meta.url), 'utf8')) as T
const bytes = (hex: string): Buffer => Buffer.from(hex, 'hex')
const hex = (all: Uint8Array): string => Buffer.from(all).toString('hex')

describe('the frozen vectors of what partners say', () => {
  const frozen = load<Awaited<ReturnType<typeof syncVectors>>>('sync-v1.json')
  const log = load<{ heads: { length: number; treeHash: string }[] }>('log-v1.json')

  it('are what the code says', async () => {
    expect(await syncVectors(log)).toEqual(frozen)
  })

  it('have receipts that the code and a second reader read alike', () => {
    const message = bytes(frozen.receipts.message)
    const [receipt] = decodeReceipts(message)
    expect(readReceipts(space, message)).toEqual([
      { logId, length: 3, treeHash: bytes(log.heads[2]?.treeHash ?? ''), device: signer.publicKey },
    ])
    expect(receipt).toMatchObject(readReceipts(space, message)[0] ?? {})
  })

  it('have tags of the nearby gate as the protocol says', () => {
    const { challenge, nameOfDialled, nameOfDialler, topic, tagForMembers, tagForTopic } = frozen.nearby
    const tag = (place: Buffer) => hex(H('nearby', place, bytes(challenge), bytes(nameOfDialled), bytes(nameOfDialler)))
    expect([tag(Buffer.alloc(32)), tag(bytes(topic))]).toEqual([tagForMembers, tagForTopic])
    expect(readPacket(bytes(frozen.nearby.ask))).toEqual({ kind: 'ask' })
    expect(readPacket(bytes(frozen.nearby.tell))).toEqual({ kind: 'tell', name: bytes(nameOfDialled), port: 49_152 })
  })

  it('have messages about a fork that the code and a second reader read alike', () => {
    const { index, lengths, ask, witness, proofs } = frozen.fork
    expect(decodeForkMessage(bytes(ask))).toEqual({ is: 'ask', logId, index })
    const shown = readWitnessMessage(logId, bytes(witness))
    expect([shown.index, shown.length]).toEqual([index, lengths[1]])
    const read = decodeForkMessage(bytes(witness))
    expect(read.is === 'witness' && [read.witness.signer, read.witness.leaf.hash]).toEqual([signer.publicKey, shown.leaf])
    const [proof] = readProofs(logId, bytes(proofs))
    expect(proof?.map((one) => one.index)).toEqual([index, index])
    expect(proof?.map((one) => one.length).toSorted()).toEqual(lengths)
    // A byte of the witness changed: its author has not signed that.
    const other = bytes(witness)
    other.writeUInt8(other.readUInt8(200) ^ 1, 200)
    expect(() => readWitnessMessage(logId, other)).toThrow('signature')
  })
})

describe('the frozen vectors of another branch', () => {
  const { heads, want, part, none, index, lengths } = load<Awaited<ReturnType<typeof syncVectors>>>('sync-v1.json').fork

  it('are told of and asked for alike by the code and a second reader', () => {
    const { head, wish } = readHeadsAndWant(bytes(heads), bytes(want))
    expect(head).toMatchObject({ logId, length: lengths[1], whole: 1 })
    expect(decodeForkMessage(bytes(heads))).toEqual({ is: 'heads', heads: [{ ...head, whole: true }] })
    expect(wish).toMatchObject({ logId, start: index, length: head.length, endHash: head.treeHash })
    const [from, to] = [
      { length: wish.start, treeHash: wish.treeHash },
      { length: wish.length, treeHash: wish.endHash },
    ]
    expect(decodeForkMessage(bytes(want))).toEqual({ is: 'want', want: { logId, from, to } })
    expect(decodeForkMessage(bytes(none))).toEqual({ is: 'none', logId, start: index })
    expect(none).toBe(`06${hex(logId)}${'0'.repeat(15)}3`)
  })

  it('have a part that bears the signature of its author, block or leaf', () => {
    const before = [0, 1, 2].map(blockAt)
    const read = readPartMessage(bytes(part), before, signer.publicKey)
    expect(read).toEqual({ start: index, items: [blockAt(13), null, blockAt(15)] })
    const decoded = decodeForkMessage(bytes(part))
    expect(decoded.is === 'part' && decoded.part.items.map((item) => (Buffer.isBuffer(item) ? item : null))).toEqual(read.items)
    expect(() => readPartMessage(bytes(part), [0, 1, 3].map(blockAt), signer.publicKey)).toThrow('signature')
  })
})

// The phrase is Argon2id at MODERATE.
describe('the frozen vectors of a pairing', () => {
  const frozen = load<Awaited<ReturnType<typeof pairingVectors>>>('pairing-v1.json')
  const { inviteId, letterHandshake, letters } = frozen
  const [id, handshake] = [bytes(inviteId), bytes(letterHandshake)]

  it('are what the code says', async () => {
    expect(await pairingVectors()).toEqual(frozen)
    for (const word of frozen.phrase) expect(wordlist).toContain(word)
  })

  it('have an invite from which the rest follows', () => {
    const { seed, expiry, kind } = decodeInvite(frozen.invite)
    expect({ kind, expiry, seed }).toEqual({ kind: 'coalition', expiry: 1_790_000_000_000, seed: counting(30, 32) })
    expect(hex(H('pairing-topic', id))).toBe(frozen.topic)
    expect(hex(KDF(seed, 'letter', id))).toBe(frozen.letterSecret)
  })

  it('have letters that the code and a second reader read alike', () => {
    const numbers = Object.values(letters).map((letter) => {
      const read = readLetter(id, bytes(letter))
      const { side, from, to, said } = decodeLetter(bytes(letter), id)
      expect([side, from, to, said.map((one) => one.bytes)]).toEqual([
        read.side === 0 ? 'candidate' : 'inviter',
        read.from,
        read.to,
        read.said.map((one) => one.bytes),
      ])
      return read.said.map(({ number }) => number)
    })
    expect(numbers).toEqual([[0], [1, 2], [0, 2, 5, 4]])
    const [first, answer] = [readLetter(id, bytes(letters.first)), readLetter(id, bytes(letters.answer))]
    expect(first.to).toEqual(Buffer.alloc(32))
    expect(answer.to).toEqual(first.from)
    expect(hex(H('letter-handshake', id, first.from, answer.from))).toBe(letterHandshake)
    const other = bytes(letters.answer)
    other.writeUInt8(other.readUInt8(100) ^ 1, 100)
    expect(() => readLetter(id, other)).toThrow('signature')
  })

  it('have messages that the code and a second reader read alike', () => {
    const introduction = decodeIntroduction(bytes(frozen.introduction), space)
    const computer = decodeIntroduction(bytes(frozen.introductionOfComputer), space)
    expect([introduction.nonce, computer.nonce]).toEqual([counting(23, 32), counting(23, 32)])
    expect([computer.device, computer.box]).toEqual([introduction.device, introduction.box])
    const binding = { inviteId: id, handshake, requestNonce: introduction.nonce }
    const meet = decodeMeet(bytes(frozen.meet), space, binding)
    expect(readMeet(id, handshake, introduction.nonce, bytes(frozen.meet))).toEqual({
      organisation: meet.organisation,
      nonce: counting(13, 32),
    })
    expect(decodeName(bytes(frozen.name))).toBe('Bosko')
    const reply = decodeReply(bytes(frozen.reply), space)
    expect([reply.genesisBlock, reply.operationId]).toEqual([counting(32, 1024), counting(33, 32)])
  })
})
