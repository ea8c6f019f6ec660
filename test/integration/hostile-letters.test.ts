import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, it } from 'vitest'
import { sealFile } from '../../core/courier/file.ts'
import { FOLDER_NAME } from '../../core/courier/folder.ts'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { H } from '../../core/crypto/hash.ts'
import { type SignKeyPair, sign, signKeyPair } from '../../core/crypto/sign.ts'
import type { Pairing } from '../../core/engine/contract/index.ts'
import { decodeInvite, inviteKeys } from '../../core/sync/pairing/invite.ts'
import { encodeLetter, letterSecret, NOBODY, type Said } from '../../core/sync/pairing/letter.ts'
import { RESPONSE_MAX } from '../../core/sync/pairing/messages.ts'
import type { Computer } from '../support/computer.ts'
import { ComputerStage, foundAt } from '../support/computer-stage.ts'
import { exchangeAt } from '../support/courier.ts'
import { heldUp, STILL_MAX } from '../support/held-up.ts'
import { joinAs, meet, record, texts } from '../support/spaces.ts'
import { requestOf } from '../support/stranger.ts'

const stage = ComputerStage.forThisFile()
let drive: string

beforeEach(async () => {
  drive = join(stage.folder, 'drive')
  await mkdir(join(drive, FOLDER_NAME), { recursive: true })
})

const exchange = (at: Computer) => exchangeAt(at, drive)

/** An invite of Alma's, which others came to have; Dana is in the coalition already, and has written something that only the drive can bring. */
async function scene() {
  const [alma, bosko, dana] = [await stage.computer('Alma'), await stage.computer('Bosko'), await stage.party('Dana')]
  const space = await foundAt(alma)
  const d = await joinAs(space, dana)
  await meet(space, d)
  await d.write([record('by Dana')])
  const text = alma.sync.invite(space, 24).text ?? ''
  return { alma, bosko, space, d, text, invite: decodeInvite(text) }
}
type Scene = Awaited<ReturnType<typeof scene>>

const stateOf = (at: Computer): Pairing['state'] | undefined => at.sync.pairings().at(-1)?.state
const files = () => readdir(join(drive, FOLDER_NAME))

/** Puts a letter on the drive as whoever has the invite could. */
const post = (letter: Buffer, { invite }: Scene) =>
  writeFile(
    join(drive, FOLDER_NAME, randomBytes(16).toString('hex')),
    sealFile(letterSecret(invite.seed, inviteKeys(invite).id), randomBytes(32), letter),
  )

function letterBy(keys: SignKeyPair, said: Said[], { invite }: Scene): Buffer {
  return encodeLetter({ side: 'candidate', from: keys.publicKey, to: NOBODY, said }, inviteKeys(invite).id, keys)
}

/** A letter whose content is as it is, signed by its writer. */
function rawLetter(keys: SignKeyPair, rest: Buffer, { invite }: Scene): Buffer {
  const content = Buffer.concat([Buffer.of(1, 0), keys.publicKey, NOBODY, rest])
  return Buffer.concat([content, sign(H('letter', inviteKeys(invite).id, content), keys.secretKey)])
}

/** Two honest persons pair by the drive. */
async function pairByDrive({ alma, bosko, space }: Scene): Promise<void> {
  for (const name of await files()) await writeFile(join(drive, FOLDER_NAME, name), '')
  bosko.sync.join(alma.sync.invite(space, 24).text ?? '')
  for (const one of [bosko, alma, bosko]) await exchange(one)
  const [here, there] = [alma, bosko].map(({ sync }) => sync.pairings().at(-1))
  expect(here?.phrase).toEqual(there?.phrase)
  await Promise.all([alma.sync.confirm(here?.pairingId ?? '', true), bosko.sync.confirm(there?.pairingId ?? '', true)])
  for (const one of [bosko, alma, bosko, alma, bosko]) await exchange(one)
  expect([stateOf(alma), stateOf(bosko)]).toEqual(['joined', 'joined'])
}

describe('whoever has an invite and the drive', () => {
  it('gets few answers to hundreds of letters, however often they are read, and holds up nobody', async () => {
    const at = await scene()
    for (let i = 0; i < 300; i += 1)
      await post(letterBy(signKeyPair(randomBytes(32)), [{ kind: 'request', bytes: requestOf(at.invite) }], at), at)
    const danas = stage.computerOf(stage.parties[2] as Scene['alma']['party'], { spaces: [at.d] })
    await exchange(danas)
    const before = (await files()).length
    let after = 0
    const still = await heldUp(async () => {
      for (let round = 0; round < 4; round += 1) {
        const report = await exchange(at.alma)
        if (round === 0) after = (await files()).length
        expect(report.letters.took).toBeLessThanOrEqual(16)
        expect((await files()).length).toBe(after)
      }
    })
    expect(still).toBeLessThan(STILL_MAX)
    // One of them has the invite, seven more hear that somebody has: what others get to read is bounded.
    expect(after - before).toBeLessThanOrEqual(8 + 2)
    expect(at.alma.sync.pairings().map(({ state }) => state)).toEqual(['compare'])
    expect(at.space.roster?.members.map(({ name }) => name)).toEqual(['Alma', 'Dana'])
    expect(await texts(at.space)).toEqual(['by Dana'])
    await pairByDrive(at)
  })

  it('harms nobody with letters of any other form, nor with ones as long as they may be', async () => {
    const at = await scene()
    const keys = () => signKeyPair(randomBytes(32))
    const sized = (number: number, length: number, bytes: Buffer) => {
      const head = Buffer.alloc(5)
      head.writeUInt8(number)
      head.writeUInt32BE(length, 1)
      return Buffer.concat([head, bytes])
    }
    const request = requestOf(at.invite)
    const letters: Buffer[] = [
      rawLetter(keys(), Buffer.of(), at),
      rawLetter(keys(), Buffer.of(255), at),
      rawLetter(keys(), Buffer.concat([Buffer.of(1), sized(77, 4, randomBytes(4))]), at),
      rawLetter(keys(), Buffer.concat([Buffer.of(1), sized(0, 0xffff_ffff, randomBytes(40))]), at),
      rawLetter(keys(), Buffer.concat([Buffer.of(2), sized(0, request.length, request), sized(0, request.length, request)]), at),
      rawLetter(keys(), Buffer.concat([Buffer.of(1), sized(0, request.length, request), randomBytes(40)]), at),
      letterBy(keys(), [{ kind: 'request', bytes: Buffer.alloc(0) }], at),
      letterBy(keys(), [{ kind: 'reply', bytes: randomBytes(300) }], at),
      letterBy(keys(), [{ kind: 'meet', bytes: randomBytes(300) }], at),
      letterBy(keys(), [{ kind: 'same', bytes: Buffer.alloc(0) }], at),
      letterBy(keys(), [{ kind: 'name', bytes: Buffer.alloc(RESPONSE_MAX, 1) }], at),
      letterBy(keys(), [{ kind: 'request', bytes: Buffer.alloc(RESPONSE_MAX, 1) }], at),
      letterBy(keys(), [{ kind: 'end', bytes: Buffer.of(77) }], at),
    ]
    for (const letter of letters) await post(letter, at)
    at.bosko.sync.join(at.text)
    const still = await heldUp(async () => {
      await exchange(at.bosko)
      const report = await exchange(at.alma)
      expect(report.problems.map(({ fault }) => fault)).toEqual(letters.map(() => 'damaged'))
      expect(report.letters).toEqual({ gave: 1, took: 1 })
      await exchange(at.bosko)
    })
    expect(still).toBeLessThan(STILL_MAX)
    expect([stateOf(at.alma), stateOf(at.bosko)]).toEqual(['compare', 'compare'])
    expect(at.alma.sync.pairings()[0]?.phrase).toEqual(at.bosko.sync.pairings()[0]?.phrase)
  })
})
