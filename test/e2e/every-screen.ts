import type { Route } from '../../renderer/app/router.tsx'
import { FULL } from '../support/full-profile.ts'
import type { Walk } from './walk.ts'

/** One state of a screen. */
export interface State {
  name: string
  /** From anywhere in the open log to this state. */
  open(walk: Walk): Promise<void>
  /** It is a question or a dialog above the screen: the file below `renderer/` that has it. */
  dialog?: string
}

const state = (name: string, open: State['open']): State => ({ name, open })
const dialog = (name: string, file: string, open: State['open']): State => ({ name, open, dialog: `features/${file}` })

const CSV = 'Date,City,What happened,Nurse\n2026-03-12,Kisima,Stopped by two officers,M.\n41/03/2026,Kisima,Followed home,'

async function pickFile(walk: Walk): Promise<void> {
  await walk.goTo('Log')
  await walk.press('Bring in a spreadsheet')
  await walk.page.locator('input[type="file"]').setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from(CSV) })
  await walk.page.locator('select').nth(2).waitFor()
}

async function newCard(walk: Walk, list: string | null, begin: string): Promise<void> {
  await walk.goTo(list === null || list === 'Who did it' ? 'People and units' : 'To follow')
  if (list !== null) await walk.press(list)
  await walk.press(begin)
  await walk.page.locator('main form').waitFor()
}

async function shareWith(walk: Walk, coalition: string): Promise<void> {
  await walk.incident(FULL.photographed)
  await walk.press('Share with a coalition…')
  await walk.page.getByRole('radio', { name: coalition }).check({ force: true })
}

const consentOf = async (walk: Walk): Promise<void> => {
  await walk.record('People and units', null, FULL.person)
  await walk.page.locator('.card-section .card-list button').first().click()
  await walk.sees('They take it back…')
}

/**
 * Every screen there is, and every state of it worth looking at, in a profile that `fullProfile` made. A new screen has to be added here, or it does not
 * compile; a new dialog, or `screens.test.ts` fails.
 */
export const SCREENS: Record<Route['screen'], readonly State[]> = {
  log: [
    state('log', (walk) => walk.goTo('Log')),
    state('log, what it shows', async (walk) => {
      await walk.goTo('Log')
      await walk.press('Kind, days, place, who')
    }),
    {
      name: 'the keys',
      dialog: 'app/keys-help.tsx',
      open: async (walk) => {
        await walk.goTo('Log')
        // In sight only while it has the focus.
        await walk.named('button', 'Show the keys').focus()
        await walk.page.keyboard.press('Enter')
      },
    },
    state('log, our views', async (walk) => {
      await walk.goTo('Log')
      await walk.press('Our views')
      await walk.page.getByRole('button', { name: FULL.view }).first().waitFor()
    }),
    state('search', async (walk) => {
      await walk.goTo('Log')
      await walk.page.getByRole('searchbox').fill('officers')
      await walk.page.locator('mark').first().waitFor()
    }),
    state('search, nothing found', async (walk) => {
      await walk.page.getByRole('searchbox').fill('zebra')
      await walk.page.locator('.list-empty h2').waitFor()
    }),
    state('incident', async (walk) => {
      await walk.page.getByRole('searchbox').fill('')
      await walk.incident(FULL.raid)
    }),
    state('incident, its exact place shown', async (walk) => {
      await walk.incident(FULL.raid)
      await walk.press('Show')
      await walk.page.getByText('Second gate behind the pharmacy').first().waitFor()
    }),
    state('incident, a link begun', async (walk) => {
      await walk.incident(FULL.raid)
      await walk.press('Link to another incident')
      // The list of incidents opens at once, and hides what is to be looked at here.
      await walk.page.getByRole('listbox').waitFor()
      await walk.page.keyboard.press('Escape')
      await walk.page.getByRole('listbox').waitFor({ state: 'detached' })
      await walk.sees('Link nothing')
    }),
    dialog('incident, erase', 'record/erase.tsx', async (walk) => {
      await walk.incident(FULL.raid)
      await walk.press('Erase')
    }),
    state('incident with a file', (walk) => walk.incident(FULL.photographed)),
    dialog('a file, looked at', 'files/file-view.tsx', async (walk) => {
      await walk.incident(FULL.photographed)
      await walk.open(FULL.file, 'Look')
      await walk.page.locator('.file-shown').waitFor()
    }),
    dialog('a file, saved', 'files/save-file.tsx', async (walk) => {
      await walk.incident(FULL.photographed)
      await walk.open(FULL.file, 'Save…')
    }),
    state('incident with two versions, and its history', async (walk) => {
      await walk.incident(FULL.conflicting)
      await walk.unfold('History')
    }),
    state('incident from a spreadsheet', async (walk) => {
      await walk.incident(FULL.imported)
      await walk.unfold('From a spreadsheet')
    }),
    state('incident that is shared', (walk) => walk.incident(FULL.shared)),
    state('incident of a partner', (walk) => walk.incident(FULL.theirs)),
  ],
  write: [
    state('write', async (walk) => {
      await walk.goTo('Log')
      await walk.press('Write an incident')
      await walk.sees('Save for us only')
    }),
    state('write, with what is missing', async (walk) => {
      await walk.goTo('Log')
      await walk.press('Write an incident')
      await walk.press('Save for us only')
      await walk.page.getByRole('alert').first().waitFor()
    }),
    state('write, with its sections open', async (walk) => {
      await walk.goTo('Log')
      await walk.press('Write an incident')
      await walk.sees('Save for us only')
      await walk.unfoldAll()
    }),
    state('write, a draft', async (walk) => {
      await walk.goTo('Log')
      await walk.press('Go on')
      await walk.page.locator('.write input').first().waitFor()
    }),
  ],
  amend: [
    state('amend', async (walk) => {
      await walk.incident(FULL.raid)
      await walk.press('Amend')
      await walk.page.locator('main form').waitFor()
    }),
    state('amend, with its sections open', async (walk) => {
      await walk.incident(FULL.raid)
      await walk.press('Amend')
      await walk.page.locator('main form').waitFor()
      await walk.unfoldAll()
    }),
  ],
  share: [
    state('share, with whom', (walk) => shareWith(walk, FULL.coalition)),
    state('share, who has to be asked first', async (walk) => {
      await shareWith(walk, FULL.stewards)
      await walk.page.locator('.named').waitFor()
    }),
    state('share, what leaves', async (walk) => {
      await shareWith(walk, FULL.coalition)
      await walk.press('Show what leaves')
      await walk.page.locator('main h1').first().waitFor()
    }),
  ],
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
    }),
    state('raise, with what is missing, and its sections open', async (walk) => {
      await walk.press('Raise alert')
      await walk.field('What is happening').waitFor()
      await walk.page.locator('main form button[type="submit"]').click()
      await walk.page.getByRole('alert').first().waitFor()
      await walk.unfoldAll()
    }),
  ],
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
    state('a person, asked', async (walk) => {
      await walk.record('People and units', null, FULL.silent)
      await walk.press('Ask what they agree to')
      await walk.page.locator('.consent-ask').waitFor()
    }),
    state('what they agree to', consentOf),
    dialog('what they agree to, taken back', 'consent/take-back.tsx', async (walk) => {
      await consentOf(walk)
      await walk.press('They take it back…')
    }),
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
    state('amend a complaint', async (walk) => {
      await walk.record('To follow', 'Complaints', FULL.complaint)
      await walk.press('Amend')
      await walk.page.locator('main form').waitFor()
    }),
  ],
  import: [
    state('import', async (walk) => {
      await walk.goTo('Log')
      await walk.press('Bring in a spreadsheet')
      await walk.page.locator('input[type="file"]').waitFor({ state: 'attached' })
    }),
    state('import, its columns', pickFile),
    state('import, its report', async (walk) => {
      await pickFile(walk)
      await walk.page.locator('.button-primary').last().click()
      await walk.sees('See the log')
    }),
    state('import, undone', async (walk) => {
      await walk.goTo('Log')
      await walk.press('Bring in a spreadsheet')
      await walk.page.locator('.recent-imports .button').first().click()
      await walk.sees('Leave it as it is')
    }),
  ],
  export: [
    state('export', async (walk) => {
      await walk.goTo('Log')
      await walk.press('Save as a spreadsheet')
      await walk.sees('Save the file')
    }),
  ],
  figures: [
    state('figures', async (walk) => {
      await walk.goTo('Log')
      await walk.press('See figures')
      await walk.page.locator('main svg[role="img"], main figure svg').first().waitFor()
    }),
    state('figures, as tables', async (walk) => {
      await walk.goTo('Log')
      await walk.press('See figures')
      await walk.press('Show tables')
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
}
