import type { SpaceId } from '../../core/engine/contract/index.ts'
import { type Client, houseOf, makePlace, makeVault, PASSPHRASE } from '../support/engine.ts'
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
  return openMade(name, null, options)
}

/** The same, with what was written before through the contract: what comes to be at the screens is for the tests that are about it. */
export async function openMade(
  name: string,
  make: ((client: Client, house: SpaceId) => Promise<unknown>) | null,
  options: OpenOptions = {},
): Promise<Desk> {
  const profileDir = temporaryProfile()
  await makeVault(profileDir, { organisationName: name }, { wordsConfirmed: true })
  if (make !== null) await write(profileDir, make)
  const app = await openApp(profileDir, options)
  const person = new Person(app.page)
  person.passphrase = PASSPHRASE
  await person.unlock()
  await person.atLog()
  return { app, person }
}

async function write(profileDir: string, make: (client: Client, house: SpaceId) => Promise<unknown>): Promise<void> {
  const place = await makePlace()
  try {
    const { client } = await place.unlocked(profileDir)
    await make(client, await houseOf(client))
  } finally {
    await place.clear()
  }
}
