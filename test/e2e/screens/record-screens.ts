import type { Route } from '../../../renderer/app/router.tsx'
import { FULL } from '../../support/full-profile.ts'
import type { Walk } from '../walk.ts'
import { dialog, type State, state } from './state.ts'

async function newCard(walk: Walk, list: string | null, begin: string): Promise<void> {
  await walk.goTo(list === null || list === 'Who did it' ? 'People and units' : 'To follow')
  if (list !== null) await walk.press(list)
  await walk.press(begin)
  await walk.page.locator('main form').waitFor()
}

/** Opens the first answer of somebody, as far as what its page has at the end. */
async function consentOf(walk: Walk, person: string = FULL.person, has = 'They take it back…'): Promise<void> {
  await walk.record('People and units', null, person)
  await walk.page
    .getByRole('list', { name: walk.say('What they agree to') })
    .getByRole('button')
    .first()
    .click()
  await walk.sees(has)
}

/** All other records, and what waits. */
export const RECORD_SCREENS = {
  people: [
    state('people', (walk) => walk.goTo('People and units')),
    state('who did it', async (walk) => {
      await walk.goTo('People and units')
      await walk.press('Who did it')
    }),
    state('units', async (walk) => {
      await walk.goTo('People and units')
      await walk.press('Units and stations')
    }),
    state('places', async (walk) => {
      await walk.goTo('People and units')
      await walk.press('Places')
      await walk.page.locator('.card-row').first().waitFor()
    }),
  ],
  gathered: [
    state('a unit', async (walk) => {
      await walk.goTo('People and units')
      await walk.press('Units and stations')
      await walk.open(FULL.unit)
      await walk.page.getByRole('heading', { level: 1, name: FULL.unit }).waitFor()
    }),
    state('a place', async (walk) => {
      await walk.goTo('People and units')
      await walk.press('Places')
      await walk.open('Ferry stop')
      await walk.page.getByRole('heading', { level: 1, name: 'Ferry stop' }).waitFor()
    }),
  ],
  follow: [
    state('what waits', (walk) => walk.goTo('To follow')),
    ...['Requests for help', 'Complaints', 'Testimonies', 'Security notes'].map((list) =>
      state(list, async (walk) => {
        await walk.goTo('To follow')
        await walk.press(list)
        await walk.page.locator('.card-list').waitFor()
      }),
    ),
  ],
  card: [
    state('a person', (walk) => walk.record('People and units', null, FULL.person)),
    state('a person, real name shown', async (walk) => {
      await walk.record('People and units', null, FULL.person)
      await walk.press('Show them for a minute')
      await walk.sees('Cover them')
    }),
    state('a person, who has looked', async (walk) => {
      await walk.record('People and units', null, FULL.person)
      await walk.press('Who has looked at them')
      await walk.page.locator('.covered .more-inner').waitFor()
    }),
    state('a person, asked', async (walk) => {
      await walk.record('People and units', null, FULL.silent)
      await walk.press('Ask what they agree to')
      await walk.page.locator('.consent-ask').waitFor()
    }),
    state('what they agree to', (walk) => consentOf(walk)),
    dialog('what they agree to, taken back', 'consent/take-back.tsx', async (walk) => {
      await consentOf(walk)
      await walk.press('They take it back…')
    }),
    state('what they agreed to until a day that is over', (walk) => consentOf(walk, FULL.over, 'Do not ask again')),
    state('what is still here of who wants nothing kept', (walk) => consentOf(walk, FULL.gone, 'We have looked at all of it')),
    dialog('what they agree to, less far', 'consent/ending.tsx', async (walk) => {
      await walk.record('People and units', null, FULL.person)
      await walk.press('Ask again')
      await walk.press('Save what they agree to')
    }),
    state('somebody who did harm', (walk) => walk.record('People and units', 'Who did it', FULL.officer)),
    dialog('somebody who did harm, erase', 'cards/erase-card.tsx', async (walk) => {
      await walk.record('People and units', 'Who did it', FULL.officer)
      await walk.press('Erase')
    }),
    state('a request', (walk) => walk.record('To follow', 'Requests for help', FULL.request)),
    state('a complaint', (walk) => walk.record('To follow', 'Complaints', FULL.complaint)),
    state('a complaint, its history', async (walk) => {
      await walk.record('To follow', 'Complaints', FULL.complaint)
      await walk.unfold('History')
    }),
    state('a complaint, its next step', async (walk) => {
      await walk.record('To follow', 'Complaints', FULL.complaint)
      await walk.page.locator('.card-section .actions button').first().click()
      await walk.page.locator('main form').waitFor()
    }),
    state('a testimony', (walk) => walk.record('To follow', 'Testimonies', FULL.testimony)),
    state('a note', (walk) => walk.record('To follow', 'Security notes', FULL.note)),
  ],
  'write-card': [
    state('a new person', (walk) => newCard(walk, null, 'Add a person')),
    state('somebody new who did harm', (walk) => newCard(walk, 'Who did it', 'Add somebody who did harm')),
    state('a new request', (walk) => newCard(walk, 'Requests for help', 'Ask for help')),
    state('a new complaint', (walk) => newCard(walk, 'Complaints', 'Begin a complaint')),
    state('a new testimony', (walk) => newCard(walk, 'Testimonies', 'Write a testimony')),
    state('a new note', (walk) => newCard(walk, 'Security notes', 'Write a security note')),
  ],
  'amend-card': [
    state('amend a person', async (walk) => {
      await walk.record('People and units', null, FULL.person)
      await walk.press('Amend')
      await walk.page.locator('main form').waitFor()
    }),
    ...(
      [
        ['People and units', 'Who did it', FULL.officer],
        ['To follow', 'Requests for help', FULL.request],
        ['To follow', 'Complaints', FULL.complaint],
        ['To follow', 'Testimonies', FULL.testimony],
        ['To follow', 'Security notes', FULL.note],
      ] as const
    ).map(([part, list, title]) =>
      state(`amend: ${list}`, async (walk) => {
        await walk.record(part, list, title)
        await walk.press('Amend')
        await walk.page.locator('main form').waitFor()
        await walk.unfoldAll()
      }),
    ),
  ],
} satisfies Partial<Record<Route['screen'], readonly State[]>>
