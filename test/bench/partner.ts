/** The partner of ingest.ts, in a process of its own: `partner.ts FOLDER N LOGS`. Does what its parent says. */
import { createServer } from 'node:net'
import { join } from 'node:path'
import SecretStream from '@hyperswarm/secret-stream'
import { randomBytes, toHex } from '../../core/crypto/bytes.ts'
import { LogCopy } from '../../core/log/log.ts'
import { encodeBody, writeBody } from '../../core/records/body.ts'
import type { Admission } from '../../core/space/format/operation.ts'
import { foundSpace, openSpace } from '../../core/space/found.ts'
import type { AdmissionReply, Space } from '../../core/space/space.ts'
import { joinAs, makeParty, pull } from '../support/spaces.ts'
import { incidents } from './incidents.ts'
import { rawStore } from './raw.ts'
import { talk } from './talk.ts'

export type ToPartner = { type: 'found' } | { type: 'admit'; admission: Admission } | { type: 'write' } | { type: 'raw' }
export type FromPartner =
  | { type: 'founded'; space: Buffer; genesisHash: Buffer }
  | { type: 'admitted'; reply: AdmissionReply }
  | { type: 'written'; port: number; blockBytes: number }
  | { type: 'raw'; port: number; key: Buffer; length: number }

/** Characters of narrative that make a block of about one KiB before it is sealed, and with which an entry is still a story. */
const NARRATIVE_CHARS = 300
const BATCH = 500

const [folder = '', size = '', logCount = '1'] = process.argv.slice(2)
const n = Number(size)
const logs = Number(logCount)
const party = await makeParty(folder, 'partner')
const space = await openSpace(await foundSpace('coalition', 'Bench', party.identity, party.around), party.identity, party.around)

process.on('disconnect', () => process.exit(0))
process.on('message', (message: ToPartner) => {
  answer(message).then(
    (reply) => process.send?.(reply),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : error}\n`)
      process.exit(1)
    },
  )
})

async function answer(message: ToPartner): Promise<FromPartner> {
  switch (message.type) {
    case 'found':
      return { type: 'founded', space: space.id, genesisHash: space.facts.genesisHash }
    case 'admit':
      return { type: 'admitted', reply: await space.admit(message.admission) }
    case 'write':
      await writeAll()
      return {
        type: 'written',
        port: await serve(speak),
        blockBytes: Math.round((await blocks()).reduce((sum, { length }) => sum + length, 0) / n),
      }
    case 'raw':
      return raw()
  }
}

/** The entries by so many members, in as many logs, of which this computer holds all. */
async function writeAll(): Promise<void> {
  const share = Math.ceil(n / logs)
  for (let from = share; from < n; from += share) {
    const member = await makeParty(folder, `member-${from}`)
    const theirs = await joinAs(space, member)
    const founders = (await theirs.openLogs()).find((log) => log.id.equals(space.own.id))
    if (!(founders instanceof LogCopy)) throw new Error('a member knows the log of the founder')
    await pull(space.own, founders)
    for await (const _batch of theirs.ingest(founders, 0)) void _batch
    await write(theirs, from, Math.min(n, from + share))
    const copy = (await space.openLogs()).find((log) => log.id.equals(theirs.own.id))
    if (!(copy instanceof LogCopy)) throw new Error('the founder knows the log of a member')
    await pull(theirs.own, copy)
    for await (const _batch of space.ingest(copy, 0)) void _batch
    await member.store.close()
  }
  await write(space, 0, Math.min(n, share))
}

async function write(into: Space, from: number, to: number): Promise<void> {
  for (const batch of incidents(from, to, BATCH, NARRATIVE_CHARS)) {
    await into.write(
      batch.map((fields) => {
        const { kind, kindVersion, minimumReader, bytes } = encodeBody(writeBody(toHex(randomBytes(16)), fields))
        return { kind, kindVersion, minimumReader, body: bytes }
      }),
    )
  }
}

async function blocks(): Promise<Buffer[]> {
  const all: Buffer[] = []
  for await (const batch of space.own.read(0)) all.push(...batch.blocks)
  return all
}

/** The same blocks in a bare Hypercore of another store. */
async function raw(): Promise<FromPartner> {
  const store = rawStore(join(folder, 'raw'))
  const core = store.get({ name: 'raw' })
  await core.ready()
  const all = await blocks()
  for (let at = 0; at < all.length; at += BATCH) await core.append(all.slice(at, at + BATCH))
  return { type: 'raw', key: core.key, length: core.length, port: await serve((stream) => core.replicate(stream)) }
}

function speak(stream: SecretStream): void {
  const fail = (error: unknown): never => {
    throw error
  }
  talk(stream, space, fail, () => undefined)
}

async function serve(take: (stream: SecretStream) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.setNoDelay(true)
    take(new SecretStream(false, socket))
  })
  const { promise, resolve } = Promise.withResolvers<void>()
  server.listen(0, '127.0.0.1', resolve)
  await promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}
