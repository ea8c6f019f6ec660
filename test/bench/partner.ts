/** The partners of ingest.ts, in a process of their own: `partner.ts FOLDER N LOGS WAY`. Does what its parent says. */
import { join } from 'node:path'
import type SecretStream from '@hyperswarm/secret-stream'
import { randomBytes, toHex } from '../../core/crypto/bytes.ts'
import { organisationIdSchema, spaceIdSchema } from '../../core/engine/contract/index.ts'
import { LogCopy } from '../../core/log/log-copy.ts'
import { encodeBody, writeBody } from '../../core/records/body.ts'
import type { Admission } from '../../core/space/format/operation.ts'
import { foundSpace, openSpace } from '../../core/space/found.ts'
import type { AdmissionReply, Space } from '../../core/space/space.ts'
import { joinAs, makeParty, pull } from '../support/spaces.ts'
import { MadeUpLog } from './log.ts'
import { answerParent } from './other-process.ts'
import { type RawCore, rawStore } from './raw.ts'
import { serve, talk } from './talk.ts'

export type ToPartner = { type: 'found' } | { type: 'admit'; admission: Admission } | { type: 'write' } | { type: 'raw' }
export type FromPartner =
  | { type: 'founded'; space: Buffer; genesisHash: Buffer }
  | { type: 'admitted'; reply: AdmissionReply }
  | { type: 'written'; ports: number[]; bodyBytes: number; blockBytes: number }
  | { type: 'raw'; port: number; cores: { key: Buffer; length: number }[] }

/** Characters of narrative that make an entry of about one KiB, and with which it is still a story. */
const NARRATIVE_CHARS = 300
const BATCH = 500

const [folder = '', size = '', logCount = '1', way = 'together'] = process.argv.slice(2)
const n = Number(size)
const logs = Number(logCount)
/** Whether each member speaks for itself, on a computer of its own that holds the logs of all; else one computer does. */
const isApart = way === 'apart'
/** Of all entries together, before they are sealed. */
let bodyBytes = 0
/** Whoever writes them: what they name has no record in a coalition. */
const log = new MadeUpLog(spaceIdSchema.parse('00'.repeat(32)), organisationIdSchema.parse('00'.repeat(32)))
const party = await makeParty(folder, 'partner')
const apart: Space[] = []
const space = await openSpace(await foundSpace('coalition', 'Bench', party.identity, party.around), party.identity, party.around)

answerParent(answer)

async function answer(message: ToPartner): Promise<FromPartner> {
  switch (message.type) {
    case 'found':
      return { type: 'founded', space: space.id, genesisHash: space.facts.genesisHash }
    case 'admit':
      return { type: 'admitted', reply: await space.admit(message.admission) }
    case 'write': {
      const speakers = await writeAll()
      const ports = await Promise.all(speakers.map((one) => serve((stream) => speak(stream, one))))
      const sizes = (await Promise.all(speakers.map((one) => blocks(one)))).flat().map(({ length }) => length)
      const all = sizes.reduce((sum, size) => sum + size, 0)
      return { type: 'written', ports, bodyBytes: Math.round(bodyBytes / n), blockBytes: Math.round(all / sizes.length) }
    }
    case 'raw':
      return raw()
  }
}

/** The entries by so many members, in as many logs. Who speaks of them. */
async function writeAll(): Promise<Space[]> {
  const share = Math.ceil(n / logs)
  for (let from = share; from < n; from += share) {
    const member = await makeParty(folder, `member-${from}`)
    const theirs = await joinAs(space, member)
    await take(space, theirs)
    await write(theirs, from, Math.min(n, from + share))
    if (isApart) apart.push(theirs)
    else {
      await take(theirs, space)
      await member.store.close()
    }
  }
  await write(space, 0, Math.min(n, share))
  const all = [space, ...apart]
  for (const one of apart) await take(space, one)
  for (const to of isApart ? all : []) {
    for (const copy of await to.openLogs()) {
      const owner = all.find(({ own }) => own.id.equals(copy.id))
      if (owner && copy instanceof LogCopy) await pull(owner.own, copy)
    }
  }
  return all
}

/** Brings the own log of one to the other. */
async function take({ own }: Space, to: Space): Promise<void> {
  const copy = (await to.openLogs()).find((log) => log.id.equals(own.id))
  if (!(copy instanceof LogCopy)) throw new Error('a member knows the log of the other')
  await pull(own, copy)
  for await (const _batch of to.ingest(copy, 0)) void _batch
}

async function write(into: Space, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += BATCH) {
    await into.write(
      Array.from({ length: Math.min(BATCH, to - at) }, (_, k) => {
        const fields = log.shared(at + k, NARRATIVE_CHARS)
        const { kind, kindVersion, minimumReader, bytes } = encodeBody(writeBody(toHex(randomBytes(16)), fields))
        bodyBytes += bytes.byteLength
        return { kind, kindVersion, minimumReader, body: bytes }
      }),
    )
  }
}

async function blocks({ own }: Space): Promise<Buffer[]> {
  const all: Buffer[] = []
  for await (const batch of own.read(0)) all.push(...batch.blocks)
  return all
}

/** The same blocks in bare Hypercores, each of which everybody has. */
async function raw(): Promise<FromPartner> {
  const store = rawStore(join(folder, 'raw'))
  const cores: RawCore[] = []
  for (const [at, one] of [space, ...apart].entries()) {
    const core = store.get({ name: `raw-${at}` })
    await core.ready()
    const all = await blocks(one)
    for (let from = 0; from < all.length; from += BATCH) await core.append(all.slice(from, from + BATCH))
    cores.push(core)
  }
  const port = await serve((stream) => {
    for (const core of cores) core.replicate(stream)
  })
  return { type: 'raw', port, cores: cores.map(({ key, length }) => ({ key, length })) }
}

function speak(stream: SecretStream, as: Space): void {
  const fail = (error: unknown): never => {
    throw error
  }
  talk(stream, as, { fail })
}
