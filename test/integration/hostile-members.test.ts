import { join } from 'node:path'
import { CandidateRequest } from 'blind-pairing-core'
import { describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { Changes } from '../../core/engine/changes.ts'
import { Projector } from '../../core/engine/services/projector.ts'
import { openIndex } from '../../core/index/index.ts'
import { filters, KEY, OPTIONS } from '../../core/index/testing.ts'
import type { LogCopy } from '../../core/log/log-copy.ts'
import { ENTRY_TYPE } from '../../core/log/types.ts'
import { alertFields } from '../../core/records/alert-testing.ts'
import { encodeBody, raiseBody, writeBody } from '../../core/records/body.ts'
import type { RecordBody } from '../../core/records/kinds.ts'
import { fields } from '../../core/records/testing.ts'
import { LOG_ENTRIES_MAX } from '../../core/space/book.ts'
import { sealRosterEntry } from '../../core/space/entries.ts'
import { encodeOperation } from '../../core/space/format/operation.ts'
import { makeStatement } from '../../core/space/format/statement.ts'
import { deviceKeys, organisationKeys } from '../../core/space/keys.ts'
import { PairingBook } from '../../core/sync/pairing/book.ts'
import { PairingChannel } from '../../core/sync/pairing/channel.ts'
import { decodeInvite } from '../../core/sync/pairing/invite.ts'
import { encodeIntroduction } from '../../core/sync/pairing/messages.ts'
import { Pairings } from '../../core/sync/pairing/pairings.ts'
import type { Place } from '../../core/sync/place.ts'
import { systemTimers } from '../../core/sync/timers.ts'
import { stages } from '../support/computer.ts'
import { eventually } from '../support/eventually.ts'
import { heldUp, STILL_MAX } from '../support/held-up.ts'
import { joinAs, makeCoalition, meet, pull } from '../support/spaces.ts'
import { Stage } from '../support/stage.ts'
import { streamPair } from '../support/sync.ts'

const YEAR_MS = 366 * 24 * 60 * 60 * 1000
/** The last millisecond of the year 9999. */
const END_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999)

const stage = Stage.forThisFile()
const party = (name: string, now?: () => number) => stage.party(name, now)

const outgoing = (made: RecordBody) => {
  const { bytes, ...rest } = encodeBody(made)
  return { ...rest, body: bytes }
}
const name = () => randomBytes(16).toString('hex')
const incident = (title: string) => outgoing(writeBody(name(), fields({ title })))

describe('a clock that is wrong', () => {
  it.each([
    ['a year ahead', () => Date.now() + YEAR_MS],
    ['a year behind', () => Date.now() - YEAR_MS],
    ['at the beginning of time', () => 0],
    ['at the end of the year 9999', () => END_MS],
  ])(
    '%s changes nothing for others: all is read, shown and ordered, nobody’s clock follows, and who has it can be removed',
    async (_, now) => {
      const { a, b } = await makeCoalition(await party('Asha'), await party('Bella', now))
      const c = await joinAs(a, await party('Cleo'))
      await meet(a, b, c)
      await b.write([incident('by the wrong clock')])
      await meet(a, b, c)
      const index = openIndex(join(stage.folder, 'index.db'), KEY, { ...OPTIONS, now: Date.now })
      const projector = new Projector(index, new Changes())
      await projector.catchUp(a)
      await b.write([outgoing(raiseBody(name(), alertFields({ what: 'come' }), now()))])
      await meet(a, b, c)
      const before = Date.now()
      await c.write([incident('by the right clock')])
      await meet(a, b, c)
      try {
        await projector.catchUp(a)
        const { rows } = index.list(filters(), null, 10)
        expect(rows.map(({ title }) => title).sort()).toEqual(['by the right clock', 'by the wrong clock'])
        expect(rows.map(({ savedAt }) => savedAt).every((at) => /^\d{4}-/.test(at))).toBe(true)
        const right = rows.find(({ title }) => title === 'by the right clock')
        expect(Math.abs(Date.parse(right?.savedAt ?? '') - before)).toBeLessThan(60_000)
        const [alert] = index.alerts(true, null, 10).alerts
        expect(alert?.until).toBeGreaterThan(before)
        expect(alert?.until).toBeLessThanOrEqual(Date.now() + (alert?.fields.lasts ?? 0) * 60_000)
        const instance = b.me?.instance
        if (!instance) throw new Error('Bella is a member')
        await a.remove(instance)
        await meet(a, c)
        await c.write([incident('after that')])
        await meet(a, b, c)
        await projector.catchUp(a)
        expect(index.list(filters(), null, 10).rows).toHaveLength(3)
        const log = (await b.openLogs()).find(({ id }) => id.equals(c.own.id)) as LogCopy
        for await (const batch of b.ingest(log, 0))
          expect(batch.records.map(({ body }) => body.toString()).join()).not.toContain('after that')
      } finally {
        index.close()
      }
    },
  )
})

describe('an entry that nests without end', () => {
  it.each([
    ['[', ']'],
    ['{"x":', '}'],
  ])('by %s counts for nothing, and what stands behind it is read', async (open, close) => {
    const { a, b } = await makeCoalition(await party('Asha'), await party('Bella'))
    await meet(a, b)
    const deep = open.repeat(15_000) + (open === '[' ? '' : '0') + close.repeat(15_000)
    const honest = incident('nested')
    const body = Buffer.from(honest.body.toString().replace('"fields":{', `"fields":{"x":${deep},`))
    await b.write([{ ...honest, body }, incident('behind it')])
    await meet(a, b)
    const index = openIndex(join(stage.folder, 'index.db'), KEY, OPTIONS)
    try {
      await new Projector(index, new Changes()).catchUp(a)
      expect(index.list(filters(), null, 10).rows.map(({ title }) => title)).toEqual(['behind it'])
    } finally {
      index.close()
    }
  })
})

describe('a member who writes into the roster without end', () => {
  it('holds nobody up: the rest is kept, passed on, and counts for nothing', async () => {
    const { a, b } = await makeCoalition(await party('Asha'), await party('Bella'))
    await meet(a, b)
    const [under] = b.rosterEpochs()
    const instance = b.me?.instance
    if (!under || !instance) throw new Error('Bella is a member')
    const noise = encodeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'accept', accepted: instance } })
    const count = LOG_ENTRIES_MAX * 3
    const at = (index: number) => ({
      space: b.id,
      logId: b.own.id,
      index,
      wall: Date.now(),
      clock: { ms: Date.now(), counter: 0 },
      certificate: b.statements()[0]?.hash ?? randomBytes(32),
      rosterHash: randomBytes(32),
      heads: [],
    })
    await b.own.append((first) =>
      Array.from({ length: count }, (_, i) => sealRosterEntry(at(first + i), ENTRY_TYPE.roster, noise, under, b.keyring)),
    )
    await b.write([incident('after all that')])
    const copy = (await a.openLogs()).find(({ id }) => id.equals(b.own.id)) as LogCopy
    const most = await heldUp(async () => {
      await pull(b.own, copy)
      for await (const batch of a.ingest(copy, 0)) void batch
    })
    expect(copy.length).toBe(b.own.length)
    expect(most).toBeLessThan(STILL_MAX)
    await a.remove(instance)
    expect(a.roster?.members.find((one) => one.instance.equals(instance))?.present).toBe(false)
  })
})

describe('an invite that many answer', () => {
  it('takes one of them, tells the others, and holds nobody up', async () => {
    const asha = await party('Asha')
    const { a } = await makeCoalition(asha, await party('Bella'))
    const places: Place[] = []
    const fail = () => Promise.reject(new Error('nobody joins here'))
    const failures: unknown[] = []
    const pairings = new Pairings({
      book: new PairingBook({ invites: stages(), pairings: stages() }),
      timers: systemTimers,
      identity: asha.identity,
      spaces: () => [a],
      changed: () => undefined,
      refused: () => undefined,
      failed: (error) => void failures.push(error),
      join: fail,
      enterHouse: fail,
      computerName: () => '',
    })
    pairings.use('nearby', {
      meet: (place) => {
        places.push(place)
        return { close: async () => undefined }
      },
    })
    const invite = decodeInvite(pairings.invite(a, 1, true).text ?? '')
    const said: string[] = []
    const answer = () => {
      const [left, right] = streamPair()
      for (const stream of [left, right]) stream.on('error', () => undefined)
      const [organisation, device] = [organisationKeys(randomBytes(32), a.id), deviceKeys(randomBytes(32), a.id)]
      const fieldsOf = { kind: 'certify' as const, device: device.log.publicKey, box: device.box.publicKey, label: '' }
      const introduction = encodeIntroduction({
        nonce: randomBytes(32),
        organisation: organisation.sign.publicKey,
        recoveryBox: organisation.recovery.publicKey,
        certify: makeStatement(a.id, organisation.sign, [], fieldsOf).bytes,
      })
      const request = new CandidateRequest(invite, introduction)
      const channel = new PairingChannel(left, systemTimers, {
        opened: () => channel.send('request', request.encode()),
        message: async (kind) => void said.push(kind),
        ended: () => undefined,
        closed: () => void said.push('closed'),
        refused: () => undefined,
        failed: () => undefined,
      })
      places[0]?.onStream(right)
    }
    const most = await heldUp(async () => {
      for (let round = 0; round < 5; round += 1) {
        for (let i = 0; i < 20; i += 1) answer()
        const gone = () => said.filter((one) => one === 'closed').length
        await eventually(() => expect(gone()).toBeGreaterThanOrEqual(20 * (round + 1) - 1))
      }
      await eventually(() => expect(pairings.all().map(({ state }) => state)).toEqual(['compare']))
    })
    expect(said.filter((one) => one === 'meet')).toHaveLength(1)
    expect(said.filter((one) => one === 'reply').length).toBeGreaterThan(0)
    expect(said).not.toContain('same')
    expect([most < STILL_MAX, failures]).toEqual([true, []])
    expect(a.roster?.members).toHaveLength(2)
    pairings.use('nearby', null)
    await pairings.idle()
  })
})
