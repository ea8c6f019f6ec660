import { expect, it } from 'vitest'
import type { FileReference } from '../../../core/engine/contract/file.ts'
import { filesOf, newFileField } from './fields.ts'

const file = (name: string): FileReference => ({
  list: '1'.repeat(64),
  sha256: '3'.repeat(64),
  size: 5,
  type: 'image/png',
  name,
})

it('finds the files among fields, by name', () => {
  const fields = {
    title: 'Raid',
    'file:00000002': file('a.png'),
    'file:00000001': file('b.png'),
    'file:1': file('c.png'),
    'file:00000003': null,
  }
  expect(filesOf(fields)).toEqual([
    { field: 'file:00000002', file: file('a.png') },
    { field: 'file:00000001', file: file('b.png') },
  ])
})

it('makes names of fields that are taken', () => {
  const made = new Set(Array.from({ length: 50 }, newFileField))
  expect(made.size).toBe(50)
  for (const field of made) expect(filesOf({ [field]: file('x') })).toHaveLength(1)
})
