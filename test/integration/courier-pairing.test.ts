import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { sealFile } from '../../core/courier/file.ts'
import { FOLDER_NAME } from '../../core/courier/folder.ts'
import { randomBytes } from '../../core/crypto/bytes.ts'
import type { Pairing } from '../../core/engine/contract/index.ts'
import type { Space } from '../../core/space/space.ts'
import { decodeInvite, inviteKeys, throwAwayKey } from '../../core/sync/pairing/invite.ts'
import { encodeLetter, letterSecret, NOBODY } from '../../core/sync/pairing/letter.ts'
import type { Computer } from '../support/computer.ts'
import { ComputerStage, foundAt } from '../support/computer-stage.ts'
import { exchangeAt } from '../support/courier.ts'
import { eventually } from '../support/eventually.ts'
import { formsOfText, scanFolder } from '../support/scan.ts'
import { record, texts } from '../support/spaces.ts'

const stage = ComputerStage.forThisFile()
let drive: string

beforeEach(async () => {
  drive = join(stage.folder, 'drive')
  await mkdir(drive)
})

const computer = (name: string) => stage.computer(name)
const found = (at: Computer) => foundAt(at, 'Umoja Alliance')

const exchange = (at: Computer) => exchangeAt(at, drive)

const pairingOf = (at: Computer): Pairing => {
  const one = at.sync.pairings().at(-1)
  if (!one) throw new Error('no pairing')
  return one
}
const confirm = (at: Computer, same = true) => at.sync.confirm(pairingOf(at).pairingId, same)
const files = () => readdir(join(drive, FOLDER_NAME))
const inviteText = (at: Computer, space: Space): string => at.sync.invite(space, 24).text ?? ''

/** Both know of each other, and see a phrase. */
async function met(): Promise<{ alma: Computer; bosko: Computer; space: Space; text: string }> {
  const [alma, bosko] = [await computer('Alma'), await computer('Bosko')]
  const space = await found(alma)
  const text = inviteText(alma, space)
  bosko.sync.join(text)
  expect((await exchange(bosko)).letters).toEqual({ gave: 1, took: 0 })
  expect((await exchange(alma)).letters).toEqual({ gave: 1, took: 1 })
  expect(pairingOf(alma).state).toBe('compare')
  expect((await exchange(bosko)).letters).toEqual({ gave: 1, took: 1 })
  expect(pairingOf(bosko)).toMatchObject({ state: 'compare', phrase: pairingOf(alma).phrase })
  return { alma, bosko, space, text }
}

describe('two who reach each other only by a drive', () => {
  it('pair, and have what was written before when the drive comes back', async () => {
    const { alma, bosko, space } = await met()
    await space.write([record('before Bosko came')])
    await confirm(bosko)
    await exchange(bosko)
    expect(space.roster?.members).toHaveLength(1)
    await exchange(alma)
    expect(pairingOf(alma).state).toBe('compare')
    await confirm(alma)
    await exchange(alma)
    // Her yes goes over, and with it comes the name; nobody is let in before that.
    expect(space.roster?.members).toHaveLength(1)
    await exchange(bosko)
    expect(bosko.spaces).toEqual([])
    await exchange(alma)
    expect(pairingOf(alma)).toMatchObject({ state: 'joined', organisationName: 'Bosko' })
    const report = await exchange(bosko)
    expect(pairingOf(bosko).state).toBe('joined')
    expect(report.coalitions).toMatchObject([{ name: 'Umoja Alliance' }])
    expect(await texts(bosko.spaces[0])).toEqual(['before Bosko came'])
    await bosko.spaces[0]?.write([record('by Bosko')])
    await exchange(bosko)
    await exchange(alma)
    expect(await texts(space)).toEqual(['before Bosko came', 'by Bosko'])
    const words = new Map(['Alma', 'Bosko', 'Umoja', 'before Bosko came'].map((word) => [word, formsOfText(word)]))
    expect((await scanFolder(drive, words)).hits).toEqual([])
  })

  it('need four hand-overs when both say yes at once, and leave no letter behind', async () => {
    const { alma, bosko } = await met()
    await Promise.all([confirm(alma), confirm(bosko)])
    await exchange(bosko)
    await exchange(alma)
    await exchange(bosko)
    await exchange(alma)
    expect(pairingOf(alma).state).toBe('joined')
    await exchange(bosko)
    expect(pairingOf(bosko).state).toBe('joined')
    await exchange(alma)
    const segments = (await files()).length
    await exchange(alma)
    await exchange(bosko)
    expect((await files()).length).toBe(segments)
  })

  it('write no letter twice that says nothing new', async () => {
    const { alma, bosko } = await met()
    const before = await files()
    for (const one of [alma, bosko, alma]) expect((await exchange(one)).letters.gave).toBe(0)
    expect(await files()).toEqual(before)
  })

  it('let nobody in where one says that the words are different', async () => {
    const { alma, bosko, space } = await met()
    await confirm(bosko, false)
    await exchange(bosko)
    await exchange(alma)
    expect(pairingOf(alma).state).toBe('refused')
    expect(space.roster?.members).toHaveLength(1)
  })

  it('hear of it where the inviter says so', async () => {
    const { alma, bosko } = await met()
    await confirm(alma, false)
    await exchange(alma)
    await exchange(bosko)
    expect(pairingOf(bosko).state).toBe('refused')
  })

  it('go on over a connection with what began by letters', async () => {
    const { alma, bosko } = await met()
    const phrase = pairingOf(alma).phrase
    await Promise.all([alma.restart(), bosko.restart()])
    for (const { sync } of [alma, bosko]) await sync.setNearby(true)
    const [address = ''] = alma.sync.status().addresses
    await bosko.sync.dial(`127.0.0.1:${address.split(':')[1]}`)
    expect(pairingOf(bosko).phrase).toEqual(phrase)
    await Promise.all([confirm(alma), confirm(bosko)])
    await eventually(() => expect([pairingOf(alma).state, pairingOf(bosko).state]).toEqual(['joined', 'joined']))
  })
})

describe('an invite on a drive', () => {
  it('that another has used says so', async () => {
    const { alma, text } = await met()
    const cvetka = await computer('Cvetka')
    cvetka.sync.join(text)
    await exchange(cvetka)
    await exchange(alma)
    await exchange(cvetka)
    expect(pairingOf(cvetka).state).toBe('used')
    expect(pairingOf(alma).state).toBe('compare')
  })

  it('that was taken back says so', async () => {
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko')]
    const space = await found(alma)
    const { text, inviteId } = alma.sync.invite(space, 24)
    bosko.sync.join(text ?? '')
    await exchange(bosko)
    alma.sync.withdraw(inviteId)
    await exchange(alma)
    await exchange(bosko)
    expect(pairingOf(bosko).state).toBe('withdrawn')
    expect(space.roster?.members).toHaveLength(1)
  })
})

describe('whoever has the drive', () => {
  it('can break letters, which are then left out, and nothing else', async () => {
    const { alma, bosko } = await met()
    const good = await Promise.all((await files()).map(async (name) => [name, await readFile(join(drive, FOLDER_NAME, name))] as const))
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.integer({ min: 1, max: 255 }), async (at, by) => {
        for (const [name, bytes] of good) {
          const bad = Buffer.from(bytes)
          bad[at % bad.length] = (bad[at % bad.length] ?? 0) ^ by
          await writeFile(join(drive, FOLDER_NAME, name), bad)
        }
        expect((await exchange(alma)).letters.took).toBe(0)
        expect(pairingOf(alma).state).toBe('compare')
        for (const name of await files()) await rm(join(drive, FOLDER_NAME, name))
      }),
      { numRuns: 20 },
    )
    for (const [name, bytes] of good) await writeFile(join(drive, FOLDER_NAME, name), bytes)
    await Promise.all([confirm(alma), confirm(bosko)])
    for (const one of [bosko, alma, bosko, alma, bosko]) await exchange(one)
    expect(pairingOf(bosko).state).toBe('joined')
  })

  it('can put old letters back, and changes nothing by it', async () => {
    const { alma, bosko } = await met()
    const old = await Promise.all((await files()).map(async (name) => [name, await readFile(join(drive, FOLDER_NAME, name))] as const))
    await Promise.all([confirm(alma), confirm(bosko)])
    for (const one of [bosko, alma, bosko, alma, bosko, alma]) {
      for (const [name, bytes] of old) await writeFile(join(drive, FOLDER_NAME, name), bytes)
      await exchange(one)
    }
    expect([pairingOf(alma).state, pairingOf(bosko).state]).toEqual(['joined', 'joined'])
  })

  it('and knows the invite, gets no further than another phrase', async () => {
    const [alma, bosko, mallory] = [await computer('Alma'), await computer('Bosko'), await computer('Mallory')]
    const space = await found(alma)
    const text = inviteText(alma, space)
    bosko.sync.join(text)
    await exchange(bosko)
    // She takes his letter away and puts hers in its place.
    for (const name of await files()) await rm(join(drive, FOLDER_NAME, name))
    mallory.sync.join(text)
    await exchange(mallory)
    await exchange(alma)
    const shown = pairingOf(alma).phrase
    expect(shown).toHaveLength(8)
    await exchange(bosko)
    expect(pairingOf(bosko).state).not.toBe('joined')
    expect(pairingOf(bosko).phrase).not.toEqual(shown)
  })

  it('cannot write letters in the name of another, nor nonsense that stops the exchange', async () => {
    const [alma, bosko] = [await computer('Alma'), await computer('Bosko')]
    const space = await found(alma)
    const text = inviteText(alma, space)
    const invite = decodeInvite(text)
    const { id } = inviteKeys(invite)
    bosko.sync.join(text)
    await exchange(bosko)
    const [own, other] = [throwAwayKey('01'.repeat(32)), throwAwayKey('02'.repeat(32))]
    const said = [{ kind: 'end' as const, bytes: Buffer.of(4) }]
    const letters = [
      encodeLetter({ side: 'inviter', from: own.publicKey, to: NOBODY, said }, id, other),
      encodeLetter({ side: 'candidate', from: own.publicKey, to: NOBODY, said: [{ kind: 'request', bytes: randomBytes(500) }] }, id, own),
      encodeLetter({ side: 'candidate', from: own.publicKey, to: NOBODY, said: [{ kind: 'name', bytes: randomBytes(100) }] }, id, own),
      randomBytes(200),
      Buffer.alloc(0),
    ]
    for (const letter of letters)
      await writeFile(
        join(drive, FOLDER_NAME, randomBytes(16).toString('hex')),
        sealFile(letterSecret(invite.seed, id), randomBytes(32), letter),
      )
    const report = await exchange(alma)
    expect(report.problems.map(({ fault }) => fault)).toEqual(letters.map(() => 'damaged'))
    expect(report.letters).toEqual({ gave: 1, took: 1 })
    expect(pairingOf(alma).state).toBe('compare')
    await exchange(bosko)
    expect(pairingOf(bosko).phrase).toEqual(pairingOf(alma).phrase)
  })
})
