import { describe, expect, it } from 'vitest'
import type { RecordId } from '../../../core/engine/contract/index.ts'
import type { EngineClient } from '../../app/client.ts'
import { EMPTY_FIELDS } from './form-model.ts'
import { letGo, namedBy, onlyCalled } from './known-name.ts'

const record = (n: number): RecordId => String(n).repeat(64) as RecordId
const officer = { recordId: record(1), label: 'Tall sergeant', status: 'police' }
const owner = { recordId: record(2), label: 'The owner', status: 'landlord' }

describe('one who is named by a record', () => {
  it('has its kind where none is said, and the kind that was said otherwise', () => {
    expect(namedBy('perpetrator', { name: 'tall', degree: 'ordered' }, officer)).toMatchObject({
      perpetrator: record(1),
      name: '',
      kind: 'police',
      degree: 'ordered',
    })
    expect(namedBy('perpetrator', { kind: 'security' }, officer)).toMatchObject({ kind: 'security' })
    expect(namedBy('perpetrator', {}, { ...officer, status: null })).not.toHaveProperty('kind')
    expect(namedBy('harmed', {}, { ...officer, status: 'sex-worker' })).not.toHaveProperty('kind')
  })

  it('loses it with the record, but not what somebody said', () => {
    const named = namedBy('perpetrator', {}, officer)
    const called = onlyCalled('perpetrator', named, 'Tall sergeants')
    expect(called).toMatchObject({ perpetrator: '', name: 'Tall sergeants', kind: '' })
    expect(namedBy('perpetrator', called, owner)).toMatchObject({ perpetrator: record(2), kind: 'landlord' })
    expect(onlyCalled('perpetrator', { ...named, kind: 'military' }, 'x')).toMatchObject({ kind: 'military' })
    expect(onlyCalled('perpetrator', { name: 'six', kind: 'police' }, 'six officers')).toMatchObject({ kind: 'police' })
  })
})

it('lets go of a page that was erased since, and keeps the name and all that was said', async () => {
  const erased = record(3)
  const get = async ({ recordId }: { recordId: RecordId }): Promise<void> => {
    if (recordId === erased) throw Object.assign(new Error(), { code: 'RECORD_NOT_FOUND' })
  }
  const client = { cards: { get } } as unknown as EngineClient
  const lists = {
    'harmed:0000000a': { person: erased, shown: 'Pili', injuries: 'A broken arm' },
    'harmed:0000000b': { person: erased, shown: '' },
    'perpetrator:0000000c': { perpetrator: record(1), shown: 'Tall sergeant' },
  }
  const called: Record<string, unknown> = {}
  await letGo(client, { ...EMPTY_FIELDS, lists }, (field, item) => {
    called[field] = item
  })
  expect(called).toEqual({ 'harmed:0000000a': { person: '', shown: '', add: '', name: 'Pili', injuries: 'A broken arm' } })
})
