import { expect } from 'vitest'
import type { Desk } from './organisation.ts'

const COALITION = 'Umoja Alliance'
const ARRIVE_MS = 60_000

/** A night at a police station and the days after: who and what it is about. */
export const NIGHT = {
  coalition: COALITION,
  us: 'Asha Collective',
  partner: 'Bella Network',
  person: 'Neema',
  realName: 'Wilhelmina Quandt',
  title: 'Arrested outside the market',
  place: 'Gikomba',
  narrative: 'Four officers took her phone and her money.',
  photo: 'photo.png',
  paper: 'charge sheet.pdf',
  askedBy: 'JN',
  need: 'Lawyer',
  help: 'A lawyer for tonight',
  alert: 'One of us is held at Station 4',
  complaint: 'Robbed by officers',
  number: 'IPOA/77',
  /** What no partner may ever find. */
  secret: /Neema|Wilhelmina|photo|charge sheet/,
} as const

/** How two windows reach each other. */
export interface Way {
  /** Both have what the other wrote, or soon will by themselves. */
  carry(from: Desk, to: Desk): Promise<void>
  /** They are at the eight words. */
  meet(inviter: Desk, candidate: Desk): Promise<void>
  /** Both have said that the words are the same. */
  confirmed(inviter: Desk, candidate: Desk): Promise<void>
  /** The removed one is out. */
  removed(remover: Desk, removed: Desk): Promise<void>
}

/** Words that are written on the way, which nobody else may find. */
export const STORY_WORDS = ['Asha Collective', 'Bella Network', COALITION, 'Mboya', 'Gikomba', 'Zawadi', 'Kayole', 'Kariokor']

/**
 * What two organisations go through together, the same whatever way they reach each other: found, invite, compare, confirm, write at A, read at B and
 * the other way round, alert, answer, remove, and what is written then does not arrive.
 */
export async function story(a: Desk, b: Desk, way: Way): Promise<void> {
  await a.person.write({ title: 'Eviction on Tom Mboya Street', narrative: 'Written before anyone joined.', audience: COALITION })
  await b.person.join(await a.person.invite(COALITION))
  await way.meet(a, b)
  const [phraseA, phraseB] = await Promise.all([a.person.phrase(), b.person.phrase()])
  expect(phraseB).toEqual(phraseA)
  await b.person.button('They are the same').click()
  await a.person.button('They are the same').click()
  await way.confirmed(a, b)

  await arrives(b, 'Eviction on Tom Mboya Street')
  await a.person.write({ title: 'Raid near Gikomba market', narrative: 'Zawadi was held overnight.', audience: COALITION })
  await way.carry(a, b)
  await arrives(b, 'Raid near Gikomba market')
  await b.person.write({ title: 'Extortion in Kayole', narrative: 'From the other side.', audience: COALITION })
  await way.carry(b, a)
  await arrives(a, 'Extortion in Kayole')

  await a.person.raise({ what: 'Police at the drop-in centre', area: 'Kariokor', needs: ['Lawyer'] })
  await way.carry(a, b)
  await b.person.respond({ timeout: ARRIVE_MS })
  await b.person.banner().waitFor({ state: 'detached' })
  await way.carry(b, a)
  await a.person.goTo('Alerts')
  await a.app.page.getByRole('list', { name: 'Open alerts' }).getByRole('button', { name: 'Police at the drop-in centre' }).click()
  const answers = a.app.page.getByRole('list', { name: 'Answers' }).getByRole('listitem')
  await answers.filter({ hasText: 'Bella Network' }).filter({ hasText: 'Responding' }).waitFor({ timeout: ARRIVE_MS })

  await a.person.remove(COALITION, 'Bella Network')
  await a.person.write({ title: 'Search of the office', narrative: 'Written after the removal.', audience: COALITION })
  await way.removed(a, b)
  await arrives(b, 'Raid near Gikomba market')
  expect(await b.person.row('Search of the office').count()).toBe(0)
  expect([...a.app.complaints, ...b.app.complaints]).toEqual([])
}

async function arrives({ person }: Desk, title: string): Promise<void> {
  await person.goTo('Log')
  await person.row(title).waitFor({ timeout: ARRIVE_MS })
}

/** Over a network everything goes by itself. */
export const overNetwork: Way = {
  carry: async () => undefined,
  meet: async () => undefined,
  confirmed: async () => undefined,
  removed: async (remover, removed) => {
    await removed.person.goTo('Coalitions')
    await removed.app.page.getByText('1 partner, 0 connected now').waitFor({ timeout: ARRIVE_MS })
    await remover.app.close()
  },
}

/** A drive is carried from one to the other, and each exchanges with it. */
export function byDrive(drive: string): Way {
  const carry = async (from: Desk, to: Desk) => {
    await from.person.exchange(drive)
    await to.person.exchange(drive)
  }
  return {
    carry,
    removed: carry,
    meet: async (inviter, candidate) => {
      await carry(candidate, inviter)
      await candidate.person.exchange(drive)
    },
    confirmed: async (inviter, candidate) => {
      await carry(candidate, inviter)
      await carry(candidate, inviter)
      await candidate.person.exchange(drive)
    },
  }
}

/** The first of the two founds what they meet in. */
export const foundCoalition = ({ person }: Desk): Promise<void> => person.found(COALITION)
