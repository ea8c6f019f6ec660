import { makeVault, PASSPHRASE } from '../support/engine.ts'
import { type App, type OpenOptions, openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'

export interface Desk {
  app: App
  person: Person
}

/**
 * Parasol at the empty log of a new organisation that was started before: its vault is a real one, only quick to guess, and its words are
 * confirmed. That an organisation can be started at the screens is for the tests that are about it.
 */
export async function openOrganisation(name: string, options: OpenOptions = {}): Promise<Desk> {
  const profileDir = temporaryProfile()
  await makeVault(profileDir, { organisationName: name }, { wordsConfirmed: true })
  const app = await openApp(profileDir, options)
  const person = new Person(app.page)
  person.passphrase = PASSPHRASE
  await person.unlock()
  await person.atLog()
  return { app, person }
}
