import { expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import type { Space } from '../../core/space/space.ts'
import { decodeReceipts, encodeReceipts, type Receipt } from '../../core/sync/messages.ts'
import { Receipts } from '../../core/sync/receipts.ts'
import { BreachError } from '../../core/sync/refusal.ts'
import { systemTimers } from '../../core/sync/timers.ts'
import { receiptStores } from '../support/computer.ts'
import { eventually } from '../support/eventually.ts'
import { bring, joinAs, makeCoalition, record } from '../support/spaces.ts'
import { Stage } from '../support/stage.ts'
import { connect, type Peer, throwAwayReceipts } from '../support/sync.ts'

const stage = Stage.forThisFile()
const party = (name: string) => stage.party(name)
const peer = (space: Space) => stage.peer(space)

/** Names of the organisations that hold the whole of a log, as one computer knows it. */
function holdersOfAll(at: Peer, space: Space, of: Space): string[] {
  const { length } = of.own
  const whole = at
    .receiptsOf(space)
    .holders(of.own.id)
    .filter((one) => one.length === length)
  const nameOf = (organisation: Buffer) => space.roster?.members.find((one) => one.organisation.equals(organisation))?.name ?? '?'
  return whole.map(({ organisation }) => nameOf(organisation)).sort()
}

it('tell the author who holds an entry, also by way of another, and after a removal no more', async () => {
  const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
  const c = await joinAs(a, await party('Cvetka'))
  const [left, middle, right] = [peer(b), peer(a), peer(c)]
  connect(left, middle)
  connect(middle, right)
  await eventually(() => expect(b.writable).toBe(true))
  await b.write([record('by Bosko')])
  await eventually(() => expect(holdersOfAll(left, b, b)).toEqual(['Alma', 'Cvetka']))
  await b.write([record('more')])
  await eventually(() => expect(holdersOfAll(left, b, b)).toEqual(['Alma', 'Cvetka']))
  expect(holdersOfAll(middle, a, b)).toEqual(['Cvetka'])
  const instance = a.roster?.members.find(({ name }) => name === 'Cvetka')?.instance
  if (!instance) throw new Error('Cvetka is a member')
  await a.remove(instance)
  await eventually(() => expect(holdersOfAll(left, b, b)).toEqual(['Alma']))
  expect([left, middle, right].flatMap(({ refusals, failures }) => [...refusals, ...failures])).toEqual([])
})

/** What Bosko says of Alma's log, as it stands at Bosko's. */
async function said(b: Space, a: Space): Promise<Receipt> {
  const receipts = throwAwayReceipts(b)
  await receipts.signOwn()
  const [receipt] = receipts.all().filter(({ logId }) => logId.equals(a.own.id))
  if (!receipt) throw new Error('Bosko holds the log')
  return receipt
}

it('are taken only with the signature of the computer that they name, for the log and length that it signed', async () => {
  const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
  await a.write([record('one'), record('two')])
  await bring(a, b)
  await bring(b, a)
  const receipt = await said(b, a)
  const forged: Partial<Receipt>[] = [
    { length: receipt.length - 1 },
    { treeHash: randomBytes(32) },
    { logId: b.own.id },
    { signature: randomBytes(64) },
  ]
  for (const change of forged) {
    const at = throwAwayReceipts(a)
    await expect(at.take([{ ...receipt, ...change }])).rejects.toThrow(BreachError)
    expect(at.all()).toEqual([])
  }
  // Of a computer or a log that the roster does not know, nothing is kept and nobody is blamed.
  const at = throwAwayReceipts(a)
  await at.take([
    { ...receipt, device: randomBytes(32) },
    { ...receipt, logId: randomBytes(32) },
  ])
  expect(at.all()).toEqual([])
  await at.take([receipt])
  expect(at.holders(a.own.id).map(({ length }) => length)).toEqual([a.own.length])
})

it('wait for the entries that they speak of, and outlive a restart', async () => {
  const { a, b } = await makeCoalition(await party('Alma'), await party('Bosko'))
  const c = await joinAs(a, await party('Cvetka'))
  await a.write([record('one')])
  await bring(a, b)
  const receipt = await said(b, a)
  const store = receiptStores()(c)
  const ports = { store, sync: async () => undefined, timers: systemTimers }
  const atCvetka = new Receipts(c, ports)
  await bring(b, c)
  const short = throwAwayReceipts(c)
  await short.take([receipt])
  await atCvetka.take([receipt])
  await bring(a, c)
  await atCvetka.signOwn()
  expect(atCvetka.holders(a.own.id).map(({ length }) => length)).toEqual([receipt.length])
  atCvetka.flush()
  expect(new Receipts(c, ports).holders(a.own.id)).toEqual(atCvetka.holders(a.own.id))
  expect(decodeReceipts(encodeReceipts([receipt]))).toEqual([receipt])
})
