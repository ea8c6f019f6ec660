import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { IncidentFields, Pairing, SpaceId } from '../../core/engine/contract/index.ts'
import { type DemoEngine, type EngineClient, startEngine } from './engine-client.ts'
import { ALERT, ANSWER_LINE, CAST, type Cast, COALITION, type Story } from './stories.ts'

export interface Prepared {
  name: string
  profileDir: string
  passphrase: string
}

/** How long two organisations may take to meet, and how often it is asked, in milliseconds. */
const MEET_MS = 90_000
const ASK_MS = 100
/** The demo stands in several windows at once: the ones that nobody touches must not lock meanwhile. */
const AUTO_LOCK_MINUTES = 60

/**
 * Makes a profile for each organisation, brings all of them into one coalition over the meeting points, and writes their incidents. No engine
 * runs any more when it is settled.
 * @param folder where the profiles go.
 * @param bootstrap `host:port` of the meeting points.
 * @param signal ends it early: it then rejects.
 * @throws Error if an engine does not start, or two organisations do not meet.
 */
export async function prepare(folder: string, engineEntry: string, bootstrap: readonly string[], signal: AbortSignal): Promise<Prepared[]> {
  const engines: DemoEngine[] = []
  // Whatever is asked of them then fails, and that ends this.
  signal.addEventListener('abort', () => {
    for (const engine of engines) void engine.end()
  })
  try {
    const prepared: Prepared[] = []
    for (const [index, cast] of CAST.entries()) {
      signal.throwIfAborted()
      const profileDir = join(folder, `organisation-${index + 1}`)
      const engine = await startEngine(engineEntry, profileDir)
      engines.push(engine)
      signal.throwIfAborted()
      prepared.push({ name: cast.name, profileDir, passphrase: await begin(engine.client, cast, bootstrap) })
    }
    const [founder, ...others] = engines.map(({ client }) => client) as [EngineClient, ...EngineClient[]]
    const { spaceId } = await founder.coalitions.found({ name: COALITION })
    for (const client of others) await bringIn(founder, client, spaceId)
    for (const [index, { client }] of engines.entries()) await write(client, CAST[index]?.stories ?? [], spaceId)
    const all = CAST.flatMap(({ stories }) => stories).filter(({ shared }) => shared).length
    for (const { client } of engines) {
      await until(`the incidents of ${COALITION}`, async () => {
        const { matching } = await client.records.count({ audience: spaceId })
        return matching === all || null
      })
    }
    const [first, second, third] = engines.map(({ client }) => client) as [EngineClient, EngineClient, EngineClient]
    await raise(second, third, first, spaceId)
    return prepared
  } finally {
    await Promise.all(engines.map((engine) => engine.end()))
  }
}

async function begin(client: EngineClient, { name }: Cast, bootstrap: readonly string[]): Promise<string> {
  const passphrase = (await client.vault.suggestPassphrase()).words.join(' ')
  await client.vault.create({ organisationName: name, passphrase })
  const { words } = await client.vault.words()
  await client.vault.confirmWords({ answers: [0, 1, 2].map((index) => ({ index, word: words[index] ?? '' })) })
  await client.settings.set({ autoLockMinutes: AUTO_LOCK_MINUTES })
  await client.network.set({ internet: true, bootstrap: [...bootstrap] })
  return passphrase
}

/** What two people do: an invite, the same eight words on both sides, yes and yes. */
async function bringIn(inviter: EngineClient, candidate: EngineClient, spaceId: SpaceId): Promise<void> {
  const { text } = await inviter.coalitions.invite({ spaceId, hours: 1 })
  await candidate.coalitions.join({ text: text ?? '' })
  const theirs = await until('the safety phrase', () => comparing(candidate))
  const ours = await until('the safety phrase', () => comparing(inviter))
  if (ours.phrase?.join(' ') !== theirs.phrase?.join(' ')) throw new Error('the safety phrases are not the same')
  const both = [
    [inviter, ours],
    [candidate, theirs],
  ] as const
  for (const [client, { pairingId }] of both) await client.coalitions.confirm({ pairingId, same: true })
  for (const [client, { pairingId }] of both) {
    await until('the new member', async () => {
      const joined = (await client.coalitions.pairings()).find((one) => one.pairingId === pairingId)?.state === 'joined'
      const coalition = (await client.coalitions.list()).find((one) => one.spaceId === spaceId)
      return (joined && coalition?.writable) || null
    })
    // As if the person had read that it is done.
    await client.coalitions.dismiss({ pairingId })
  }
}

async function comparing(client: EngineClient): Promise<Pairing | null> {
  return (await client.coalitions.pairings()).find(({ state }) => state === 'compare') ?? null
}

async function write(client: EngineClient, stories: readonly Story[], spaceId: SpaceId): Promise<void> {
  const { houseId } = await client.organisation.get()
  // The oldest first, as they would have been written.
  for (const story of [...stories].sort((a, b) => b.daysAgo - a.daysAgo))
    await client.records.create({ audience: story.shared ? spaceId : houseId, fields: fieldsOf(story, new Date()) })
}

/** An alert that one has raised and another answered; a third sees both. */
async function raise(raiser: EngineClient, answerer: EngineClient, onlooker: EngineClient, spaceId: SpaceId): Promise<void> {
  await raiser.alerts.raise({ audiences: [spaceId], fields: ALERT })
  const came = await until('the alert', async () => (await answerer.alerts.list({})).alerts[0] ?? null)
  await answerer.alerts.answer({ recordId: came.recordId, answer: 'responding', brings: ['lawyer'], line: ANSWER_LINE })
  for (const client of [raiser, onlooker])
    await until('the answer', async () => (await client.alerts.list({})).alerts.find(({ answers }) => answers.length > 0) ?? null)
}

/** The fields of a story that is told on a day. */
export function fieldsOf({ title, types, daysAgo, time, area, narrative }: Story, today: Date): IncidentFields {
  const day = new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysAgo)
  const date = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((part) => String(part).padStart(2, '0')).join('-')
  return { title, types: [...types], start: { date, about: false, ...(time === null ? {} : { time }) }, area, narrative, source: null }
}

async function until<T>(what: string, look: () => Promise<T | null>): Promise<T> {
  const end = Date.now() + MEET_MS
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (Date.now() > end) throw new Error(`${what} did not come within ${MEET_MS / 1_000} seconds`)
    await wait(ASK_MS)
  }
}
