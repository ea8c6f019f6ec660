import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { everythingIn, forms, HIDDEN, paper } from '../support/paper.ts'
import { picture } from '../support/picture.ts'
import { axeOn } from './axe.ts'
import { temporaryProfile } from './harness.ts'
import { NIGHT } from './story.ts'
import { meetingPoints, twoOrganisations } from './two-organisations.ts'

const { coalition: COALITION, title: TITLE, person: PERSON } = NIGHT
const ARRIVE_MS = 60_000
let points: Awaited<ReturnType<typeof meetingPoints>>

beforeAll(async () => {
  points = await meetingPoints()
})
afterAll(() => points.destroy())

it('is a night at the station and the days after: consent, arrest, photo, request, alert, complaint, and a word taken back', async () => {
  const [a, b] = await twoOrganisations([NIGHT.us, NIGHT.partner], COALITION, points.address)
  const { page } = a.app
  const asha = a.person
  const axe: string[] = []
  const look = async (screen: string) => void axe.push(...(await axeOn(page, screen)))

  // She sits beside her. What she is called here is not her name.
  await asha.goTo('People and units')
  await asha.button('Add a person').click()
  await asha.field('What we call them').fill(PERSON)
  await asha.field('Real name').fill(NIGHT.realName)
  await asha.saved(() => asha.button('Save this person for us only').click())

  // What happened, and who it happened to.
  await asha.goTo('Log')
  await asha.button('Write an incident').first().click()
  await asha.field('What happened, in one line').fill(TITLE)
  await asha.button('Today').click()
  await asha.field('Where').fill(NIGHT.place)
  await asha.field('What happened, in full').fill(NIGHT.narrative)
  await page.getByRole('button', { name: /^Kinds/ }).click()
  await page.getByText('Arrest', { exact: true }).click()
  await page.getByRole('combobox', { name: 'Name or what to call them' }).pressSequentially(PERSON.slice(0, 4))
  await page.getByRole('option', { name: PERSON, exact: true }).click()
  await asha.saved(() => asha.button('Save for us only').click())
  await page.getByRole('heading', { name: TITLE }).waitFor()

  // A photo, with a place hidden in it.
  const photo = join(temporaryProfile(), '..', NIGHT.photo)
  writeFileSync(photo, picture())
  await page.locator('input[type="file"]').setInputFiles(photo)
  await page.getByText(NIGHT.photo).first().waitFor()
  // And the charge sheet, which says who made it.
  await page.locator('input[type="file"]').setInputFiles({ name: NIGHT.paper, mimeType: 'application/pdf', buffer: await paper() })
  await page.getByRole('list', { name: 'Files' }).getByText(NIGHT.paper).waitFor()
  await look('an arrest with a photo')

  // It cannot go to partners before she has been asked.
  await asha.button('Share with a coalition…').click()
  await page.getByText('People in it have not agreed yet').waitFor()
  await asha.button('Show what leaves').click()
  expect(await page.getByText('Sharing cannot be taken back.').count()).toBe(0)
  await look('who has to be asked')
  await asha.button(PERSON).click()
  await asha.button('Ask what they agree to').click()
  await page.getByText('A coalition may read what happened, under another name.').click()
  await page.getByRole('radio', { name: COALITION }).check({ force: true })
  await asha.field('Who asked them').fill(NIGHT.askedBy)
  await asha.button('For a year').click()
  await asha.saved(() => asha.button('Save what they agree to').click())
  await asha.button('Ask for help for them').click()
  await asha.field('What is needed, in one line').fill(NIGHT.help)
  await page.getByText(NIGHT.need, { exact: true }).click()
  await asha.saved(() => asha.button('Save the request for us only').click())
  const leaves = await asha.share(TITLE, COALITION, [NIGHT.photo, NIGHT.paper])
  expect(leaves).toMatch(/P-[A-Z2-9]{8}/)
  expect(leaves).not.toMatch(NIGHT.secret)

  // A partner reads it, under another name.
  await b.person.goTo('Log')
  await b.person.row(TITLE).click({ timeout: ARRIVE_MS })
  await b.app.page
    .getByText(/P-[A-Z2-9]{8}/)
    .first()
    .waitFor()
  expect(await b.app.page.locator('body').textContent()).not.toMatch(NIGHT.secret)

  // She sees the photo, and has the paper without what was hidden in it.
  await b.person.button('Look at picture.png').click({ timeout: ARRIVE_MS })
  await b.app.page.getByRole('img', { name: 'picture.png' }).waitFor()
  await b.app.page.keyboard.press('Escape')
  const out = temporaryProfile()
  mkdirSync(out)
  await b.person.button('Save paper.pdf on this computer').click({ timeout: ARRIVE_MS })
  await b.app.page.getByRole('radio', { name: 'The file as it was added' }).check({ force: true })
  await b.person.field('Folder to save it in').fill(out)
  await b.person.button('Save the file').click()
  await b.app.page.getByText('Saved as paper.pdf.').first().waitFor()
  const inside = await everythingIn(readFileSync(join(out, 'paper.pdf')))
  for (const text of Object.values(HIDDEN)) for (const form of forms(text)) expect(inside.includes(form), text).toBe(false)

  // Somebody has to go there.
  await asha.raise({ what: NIGHT.alert, area: NIGHT.place, needs: [NIGHT.need] })
  await b.person.respond({ timeout: ARRIVE_MS })
  await page.getByRole('list', { name: 'Answers' }).getByText(NIGHT.partner).waitFor({ timeout: ARRIVE_MS })

  // The next morning: what was asked for, and a complaint with a day by which they should answer.
  await asha.goTo('To follow')
  await page.getByRole('button', { name: new RegExp(NIGHT.help) }).click()
  await asha.saved(() => asha.button('It is now: Accepted').click())
  await asha.goTo('To follow')
  await page.getByText('Complaints', { exact: true }).click()
  await asha.button('Begin a complaint').first().click()
  await asha.field('What it is about, in one line').fill(NIGHT.complaint)
  await asha.saved(() => asha.button('Save the complaint for us only').click())
  await asha.button('The person agrees').click()
  await asha.saved(() => asha.button('Save this step').click())
  await asha.button('Handed in').click()
  await page.getByText('Before you hand it in: whose name?').waitFor()
  await asha.field('Their number for it').fill(NIGHT.number)
  await asha.button('In two weeks').click()
  await look('a complaint is handed in')
  await asha.saved(() => asha.button('Save this step').click())
  await asha.goTo('To follow')
  await page.getByText('What waits', { exact: true }).click()
  await page
    .getByRole('list', { name: 'Later' })
    .getByRole('button', { name: new RegExp(NIGHT.complaint) })
    .waitFor()

  // She takes her word back: the partner has it no more, we keep what is ours.
  await asha.goTo('People and units')
  await page.getByRole('button', { name: new RegExp(`^${PERSON}`) }).click()
  await page.getByRole('list', { name: 'What they agree to' }).getByRole('button').click()
  await asha.button('They take it back…').click()
  await asha.saved(() => asha.button('Yes, they take it back').click())
  await b.person.goTo('Log')
  await b.person.row(TITLE).waitFor({ state: 'detached', timeout: ARRIVE_MS })
  await expect.poll(() => readdirSync(join(b.app.profileDir, 'blobs')), { timeout: ARRIVE_MS }).toEqual([])
  await asha.goTo('Log')
  await asha.row(TITLE).click()
  await page.getByText(/^Partners in .* could read this until /).waitFor()
  await look('taken back')
  expect([...a.app.complaints, ...b.app.complaints]).toEqual([])
  expect(axe).toEqual([])
})
