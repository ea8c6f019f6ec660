import { houseOf, incident, makePlace, makeVault } from './engine.ts'

const WRITTEN = 'Six people came in at night and were told to leave.'
export const FIRST = 'Six people came in at night. They were told to leave at once, and two were held until the morning.'
export const SECOND = 'Five people came in at about ten. They were told to leave, and a neighbour saw it.'

/** Makes a closed profile in which one incident was amended twice from the same state, as two windows or computers do. */
export async function profileWithConflicts(profile: string): Promise<string> {
  await makeVault(profile)
  const place = await makePlace()
  try {
    const { client } = await place.unlocked(profile)
    const { recordId } = await client.records.create({
      audience: await houseOf(client),
      fields: incident('Eviction by the river', { area: 'Riverside', narrative: WRITTEN }),
    })
    const { heads } = await client.records.get({ recordId })
    await client.records.amend({ recordId, heads, changes: { area: 'Riverside, north bank', narrative: FIRST } })
    await client.records.amend({ recordId, heads, changes: { area: 'Old mill', narrative: SECOND } })
  } finally {
    await place.clear()
  }
  return profile
}
