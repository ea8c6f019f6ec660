import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openApp, temporaryProfile } from './harness.ts'
import { openOrganisation } from './organisation.ts'
import { draftKept, Person } from './person.ts'

describe('hard times', () => {
  it('lose nothing that was called saved, nor a draft, when everything is killed at once', async () => {
    const { app, person: asha } = await openOrganisation('Bar Hostess Group')
    await asha.button('Write an incident').first().click()
    await asha.field('What happened, in one line').fill('A half-written thing')
    await draftKept(app.page)
    await asha.button('Back, and keep the draft').click()
    await asha.write({ title: 'Saved just before the power went' })
    await app.kill()

    const again = await openApp(app.profileDir)
    const back = new Person(again.page)
    back.passphrase = asha.passphrase
    await back.unlock()
    await back.row('Saved just before the power went').waitFor()
    await back.button('Go on').first().click()
    expect(await back.field('What happened, in one line').inputValue()).toBe('A half-written thing')
    await again.close()
  })

  it('open again by the recovery words, with a new passphrase', async () => {
    const app = await openApp(temporaryProfile())
    const asha = new Person(app.page)
    await asha.startOrganisation('Bar Hostess Group')
    await asha.write({ title: 'Written before it was forgotten' })
    await asha.lock()
    await asha.button('I forgot it').click()
    await asha.field('Your 24 recovery words').fill(asha.words.join(' '))
    const next = 'seven quiet herons over lake naivasha'
    await asha.field('New passphrase').fill(next)
    await asha.field('Type it again').fill(next)
    await asha.button('Open with the new passphrase').click()
    await asha.row('Written before it was forgotten').waitFor()
    await asha.lock()
    await asha.unlock()
    await app.page.getByRole('alert').first().waitFor()
    await asha.unlock(next)
    await asha.row('Written before it was forgotten').waitFor()
    expect(app.complaints).toEqual([])
    await app.close()
  })

  it('say so when the engine dies, and start it again', async () => {
    const { app, person: asha } = await openOrganisation('Bar Hostess Group')
    await asha.write({ title: 'Saved before the crash' })
    process.kill(app.enginePid(), 'SIGKILL')
    await app.page.getByRole('heading', { name: 'Parasol stopped by itself' }).waitFor()
    await asha.button('Start it again').click()
    await asha.unlock()
    await asha.row('Saved before the crash').waitFor()
    await app.close()
  })

  it('refuse what is no spreadsheet and what is too long, and keep what was written', async () => {
    const { app, person: asha } = await openOrganisation('Bar Hostess Group')
    const picture = join(dirname(app.profileDir), 'photo.csv')
    writeFileSync(picture, Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex'))
    await asha.button('Bring in a spreadsheet').first().click()
    await asha.field('Spreadsheet file').setInputFiles(picture)
    await app.page.getByRole('alert').first().waitFor()
    await asha.goTo('Log')
    await asha.button('Write an incident').first().click()
    await asha.field('What happened, in one line').fill('Too much to say')
    await asha.field('What happened, in full').fill('a'.repeat(60_001))
    await asha.button('Save for us only').click()
    const said = app.page.getByText(/60,000/).first()
    await said.waitFor()
    expect(await said.evaluate((line) => line.getBoundingClientRect().top)).toBeGreaterThan(0)
    expect((await asha.field('What happened, in full').inputValue()).length).toBe(60_001)
    await app.close()
  })

  it('show a screen once the browser loads again, and keep the rest where one screen breaks', async () => {
    const app = await openApp(temporaryProfile())
    const asha = new Person(app.page)
    const late = '**/later-*.js'
    await app.page.route(late, (route) => route.abort())
    await asha.button('Start our organisation').click()
    await expect.poll(() => app.complaints.length).toBeGreaterThan(0)
    await app.page.unroute(late)
    await asha.field('Name of your organisation').waitFor()
    await asha.button('Back').click()

    await asha.startOrganisation('Bar Hostess Group')
    await asha.write({ title: 'Saved before the screen broke' })
    await asha.goTo('Settings')
    // Whatever the reason: from here on, nothing that shows a day can be shown.
    await app.page.evaluate(() => {
      const days = Intl.DateTimeFormat.prototype
      const whole = Object.getOwnPropertyDescriptor(days, 'format') as PropertyDescriptor
      const broken = () => {
        throw new Error('broken')
      }
      Object.defineProperty(days, 'format', { configurable: true, get: broken })
      addEventListener('mend', () => Object.defineProperty(days, 'format', whole), { once: true })
    })
    await asha.goTo('Log')
    await app.page.getByRole('heading', { name: 'This page could not be shown' }).waitFor()
    await app.page.evaluate(() => dispatchEvent(new Event('mend')))
    await asha.button('Show it again').click()
    // What was written a week ahead of this clock says so.
    await app.page.clock.setSystemTime(Date.now() - 7 * 86_400_000)
    await asha.row('Saved before the screen broke').click()
    await app.page.getByText('the clock of one computer is wrong').waitFor()
    await asha.lock()
    await app.close()
  })
})
