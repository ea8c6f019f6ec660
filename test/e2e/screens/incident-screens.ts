import type { Route } from '../../../renderer/app/router.tsx'
import { FULL } from '../../support/full-profile.ts'
import type { Walk } from '../walk.ts'
import { dialog, type State, state } from './state.ts'

/** Another one in another language: rows that are in the log already do not come in again. */
const csv = (walk: Walk): string =>
  `Date,City,What happened,Nurse\n2026-03-12,Kisima,Stopped by two officers,${walk.say('M.')}\n41/03/2026,Kisima,Followed home,${walk.say('A.')}`

async function pickFile(walk: Walk): Promise<void> {
  await walk.goTo('Log')
  await walk.press('Bring in a spreadsheet')
  await walk.page.locator('input[type="file"]').setInputFiles({ name: 'old.csv', mimeType: 'text/csv', buffer: Buffer.from(csv(walk)) })
  await walk.page.locator('select').nth(2).waitFor()
}

async function shareWith(walk: Walk, coalition: string): Promise<void> {
  await walk.incident(FULL.photographed)
  await walk.press('Share with a coalition…')
  await walk.page.getByRole('radio', { name: coalition }).check({ force: true })
}

/** Incidents: in the log, written, amended, shared, brought in, saved and counted. */
export const INCIDENT_SCREENS = {
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
    state('search, a part of the program', async (walk) => {
      await walk.page.getByRole('searchbox').fill(walk.say('See figures').slice(0, 7))
      await walk.page.locator('.found-beside button').first().waitFor()
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
      // The list of incidents opens at once, and hides what is to be looked at here; it closes by itself where the page has to scroll to it.
      await walk.page.locator('input[role="combobox"]:focus').waitFor()
      await walk.page.keyboard.press('ArrowDown')
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
    dialog('a file, saved for an authority', 'files/save-file.tsx', async (walk) => {
      await walk.incident(FULL.photographed)
      await walk.open(FULL.file, 'Save…')
      await walk.page.getByRole('radio', { name: walk.say('For an authority') }).check({ force: true })
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
      // It is for whom the last one was.
      await walk.page.getByRole('radio', { name: walk.say('For us only') }).check({ force: true })
      await walk.sees('Save the file')
    }),
    state('export, for an authority', async (walk) => {
      await walk.goTo('Log')
      await walk.press('Save as a spreadsheet')
      await walk.page.getByRole('radio', { name: walk.say('For an authority') }).check({ force: true })
      await walk.field('Which authority').waitFor()
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
} satisfies Partial<Record<Route['screen'], readonly State[]>>
