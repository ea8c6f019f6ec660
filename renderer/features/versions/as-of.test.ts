import { expect, it } from 'vitest'
import type { EntryId, Version } from '../../../core/engine/contract/index.ts'
import { fieldsAt, isSameHeads } from './as-of.ts'

const id = (n: number) => `${'a'.repeat(64)}:${n}` as EntryId
const version = (n: number, ...changes: Version['changes']): Version => ({
  entryId: id(n),
  author: { organisationId: 'b'.repeat(64), name: 'Us', own: true } as Version['author'],
  savedAt: '2026-03-06T00:00:00.000Z',
  action: n === 0 ? 'written' : 'amended',
  changes,
})

it('says what a record said at an entry of its history, and nothing that came later', () => {
  const history = [
    version(0, { field: 'title', after: 'Robbed' }, { field: 'state', after: 'draft' }, { field: 'body', after: 'IPOA' }),
    version(1, { field: 'state', before: 'draft', after: 'filed' }, { field: 'body', before: 'IPOA' }),
    version(2, { field: 'state', before: 'filed', after: 'acknowledged' }),
  ]
  expect(fieldsAt(history, [id(0)])).toEqual({ title: 'Robbed', state: 'draft', body: 'IPOA' })
  expect(fieldsAt(history, [id(1)])).toEqual({ title: 'Robbed', state: 'filed' })
  expect(fieldsAt(history, [id(2)])).toEqual({ title: 'Robbed', state: 'acknowledged' })
  // Of two that nobody had put together both count.
  expect(fieldsAt(history, [id(2), id(0)])).toEqual({ title: 'Robbed', state: 'acknowledged' })
  expect([isSameHeads([id(0), id(1)], [id(1), id(0)]), isSameHeads([id(0)], [id(1)]), isSameHeads([], [id(1)])]).toEqual([
    true,
    false,
    false,
  ])
})
