import { expect, it } from 'vitest'
import type { NewCard, RecordId, SpaceId } from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { EMPTY_FIELDS } from './form-model.ts'
import { writePassing } from './passing-cards.ts'

it('writes what was said of who did it to the page that they get in passing', async () => {
  const made: NewCard[] = []
  const create = async ({ card }: { card: NewCard }) => {
    made.push(card)
    return { recordId: '1'.repeat(64) as RecordId }
  }
  const item = { name: ' Tall one ', add: 'a'.repeat(32), kind: 'police', unit: ' Kasarani', badge: '4417', rank: '', degree: 'ordered' }
  const named: object[] = []
  await writePassing(
    { cards: { create } } as unknown as EngineClient,
    '2'.repeat(64) as SpaceId,
    { ...EMPTY_FIELDS, lists: { 'perpetrator:0000000a': item, 'perpetrator:0000000b': { name: 'a crowd', unit: 'Central' } } },
    (_, one) => named.push(one),
  )
  expect(made).toEqual([{ kind: 'perpetrator', fields: { label: 'Tall one', kind: 'police', unit: 'Kasarani', badge: '4417' } }])
  expect(named).toMatchObject([{ perpetrator: '1'.repeat(64), degree: 'ordered', unit: ' Kasarani' }])
})
