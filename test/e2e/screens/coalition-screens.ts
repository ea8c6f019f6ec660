import { dirname } from 'node:path'
import type { Route } from '../../../renderer/app/router.tsx'
import { FULL } from '../../support/full-profile.ts'
import { temporaryProfile } from '../harness.ts'
import { dialog, type State, state } from './state.ts'

/** Alerts, coalitions, and what the program is set to. */
export const COALITION_SCREENS = {
  alerts: [
    state('alerts', async (walk) => {
      await walk.goTo('Alerts')
      await walk.press('Alerts that are over')
    }),
    state('an alert of ours', (walk) => walk.alert(FULL.alert)),
    state('an alert of ours, what is new', async (walk) => {
      await walk.alert(FULL.alert)
      await walk.press('Say what is new')
      await walk.unfoldAll()
    }),
    dialog('an alert of ours, is it over?', 'alerts/own-alert.tsx', async (walk) => {
      await walk.alert(FULL.alert)
      await walk.press('Say that it is over')
    }),
    state('an alert of a partner', (walk) => walk.alert(FULL.theirAlert)),
  ],
  raise: [
    state('raise', async (walk) => {
      await walk.press('Raise alert')
      await walk.field('What is happening').waitFor()
      // What a look before this one has left.
      const anew = walk.named('button', 'Begin anew')
      if (await anew.isVisible()) await anew.click()
    }),
    state('raise, with what is missing, and its sections open', async (walk) => {
      await walk.press('Raise alert')
      await walk.field('What is happening').waitFor()
      await walk.page.locator('main form button[type="submit"]').click()
      await walk.page.getByRole('alert').first().waitFor()
      await walk.unfoldAll()
    }),
    state('raise, words that may name somebody', async (walk) => {
      await walk.press('Raise alert')
      await walk.field('What is happening').fill(`${FULL.person} was taken`)
      await walk.page
        .getByRole('status')
        .filter({ hasText: walk.say('It may name somebody who is not to be named.') })
        .waitFor()
    }),
  ],
  coalitions: [
    state('coalitions', (walk) => walk.goTo('Coalitions')),
    dialog('a meeting, given up', 'coalitions/pairings.tsx', async (walk) => {
      await walk.goTo('Coalitions')
      await walk.press('Give up')
    }),
    state('a coalition', async (walk) => {
      await walk.coalition(FULL.coalition)
      await walk.unfoldAll()
    }),
    dialog('a coalition, remove a member', 'coalitions/part.tsx', async (walk) => {
      await walk.coalition(FULL.coalition)
      await walk.open(FULL.partner, 'Remove')
    }),
    dialog('a coalition, make a steward', 'coalitions/roles.tsx', async (walk) => {
      await walk.coalition(FULL.coalition)
      await walk.open(FULL.partner, 'Make steward')
    }),
    dialog('a coalition, offer the founder’s place', 'coalitions/roles.tsx', async (walk) => {
      await walk.coalition(FULL.coalition)
      await walk.open(FULL.partner, 'Offer founder’s place')
    }),
    state('a coalition where we are a steward', (walk) => walk.coalition(FULL.stewards)),
    dialog('a coalition, leave it', 'coalitions/part.tsx', async (walk) => {
      await walk.coalition(FULL.stewards)
      await walk.press('Leave, and leave our incidents with them')
    }),
  ],
  found: [
    state('found a coalition', async (walk) => {
      await walk.goTo('Coalitions')
      await walk.press('Found a coalition')
      await walk.field('Name of the coalition').waitFor()
    }),
  ],
  join: [
    state('join a coalition', async (walk) => {
      await walk.goTo('Coalitions')
      await walk.press('Join with an invite')
      await walk.field('Invite').waitFor()
    }),
  ],
  courier: [
    state('courier drive', async (walk) => {
      await walk.goTo('Coalitions')
      await walk.press('Courier drive')
      await walk.field('Folder of the drive').waitFor()
    }),
    state('courier drive, what went each way', async (walk) => {
      await walk.goTo('Coalitions')
      await walk.press('Courier drive')
      await walk.field('Folder of the drive').fill(dirname(temporaryProfile()))
      await walk.press('Exchange with this drive')
      await walk.page.getByRole('list', { name: walk.say('What went each way') }).waitFor()
    }),
    state('courier drive, what is wrong', async (walk) => {
      await walk.goTo('Coalitions')
      await walk.press('Courier drive')
      await walk.field('Folder of the drive').fill('/no/such/folder')
      await walk.press('Exchange with this drive')
      await walk.page.getByRole('alert').first().waitFor()
    }),
  ],
  settings: [
    state('settings', async (walk) => {
      await walk.goTo('Settings')
      await walk.unfoldAll()
    }),
    state('settings, the passphrase', async (walk) => {
      await walk.goTo('Settings')
      await walk.press('Change the passphrase')
    }),
  ],
  computers: [
    state('computers', async (walk) => {
      await walk.goTo('Settings')
      await walk.press('See our computers')
      await walk.page.locator('.member').first().waitFor()
    }),
    state('computers, a new name', async (walk) => {
      await walk.goTo('Settings')
      await walk.press('See our computers')
      await walk.open(FULL.computer, 'Rename')
    }),
    dialog('computers, remove one', 'computers/computer-row.tsx', async (walk) => {
      await walk.goTo('Settings')
      await walk.press('See our computers')
      await walk.open(FULL.computer, 'Remove')
    }),
  ],
} satisfies Partial<Record<Route['screen'], readonly State[]>>
