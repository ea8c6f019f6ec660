import { z } from 'zod'
import { utf8 } from '../../crypto/bytes.ts'
import type { SecretScope } from '../../crypto/secret.ts'
import { ParasolError } from '../../error.ts'
import { blob, bytesOf, type Table } from './table.ts'

/** Places of the slots that this vault put into the slot file; which of the others are in use nobody can tell. */
export interface SlotPlaces {
  passphrase: number
  recovery: number
}

/** Facts of the vault of which there is one each. */
export interface SecretStore {
  /** A copy of the organisation seed, zeroed on close; null on a computer that does not keep it. */
  organisationSeed(): Buffer | null
  setOrganisationSeed(seed: Uint8Array): void
  /** Empty on a computer that has no organisation yet. */
  organisationName(): string
  setOrganisationName(name: string): void
  /** What the organisation calls this computer. */
  computerLabel(): string
  setComputerLabel(label: string): void
  /** Whether the recovery words were typed, and are no longer to be shown. */
  wordsConfirmed(): boolean
  setWordsConfirmed(): void
  slotPlaces(): SlotPlaces
  setSlotPlaces(places: SlotPlaces): void
}

const place = z.number().int().min(0).max(255)
const placesSchema = z.object({ passphrase: place, recovery: place })

export function secretStore(table: Table, scope: SecretScope): SecretStore {
  const get = (name: string) => table.first(z.object({ value: blob }), 'SELECT value FROM secrets WHERE name = ?', [name])?.value ?? null
  const put = (name: string, value: Uint8Array) =>
    void table.run("INSERT INTO secrets VALUES (?, coalesce(?, x'')) ON CONFLICT DO UPDATE SET value = excluded.value", [name, value])
  const text = (name: string): string => {
    const value = get(name)
    if (!value) throw new ParasolError('VAULT_DAMAGED')
    return value.toString('utf8')
  }
  return {
    organisationSeed: () => {
      const row = table.first(z.object({ value: bytesOf(32) }), "SELECT value FROM secrets WHERE name = 'organisation-seed'")
      return row && scope.keep(row.value)
    },
    setOrganisationSeed: (seed) => {
      if (seed.byteLength !== 32) throw new RangeError('a seed has 32 bytes')
      put('organisation-seed', seed)
    },
    organisationName: () => text('organisation-name'),
    setOrganisationName: (name) => put('organisation-name', utf8(name)),
    computerLabel: () => text('computer-label'),
    setComputerLabel: (label) => put('computer-label', utf8(label)),
    wordsConfirmed: () => get('words-confirmed') !== null,
    setWordsConfirmed: () => put('words-confirmed', Buffer.of(1)),
    slotPlaces: () => {
      const places = placesSchema.safeParse(JSON.parse(text('slot-places')))
      if (!places.success) throw new ParasolError('VAULT_DAMAGED')
      return places.data
    },
    setSlotPlaces: (places) => put('slot-places', utf8(JSON.stringify(places))),
  }
}
