import { ORPCError } from '@orpc/server'
import { afterEach, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { ParasolError } from '../error.ts'
import { incidentFieldsSchema } from './contract/index.ts'
import { describeFault, logFault } from './faults.ts'

afterEach(() => void vi.restoreAllMocks())

const withCode = (code: string, message = 'x') => Object.assign(new Error(message), { code })
const schema = z.object({ fields: incidentFieldsSchema })
/** What oRPC throws for an input that the contract refuses. */
const issuesOf = (value: unknown) => {
  const { error } = schema.safeParse({ fields: value })
  if (!error) throw new Error('the contract takes this')
  return new ORPCError('BAD_REQUEST', { data: { issues: error.issues } })
}
const fields = { title: 'x', types: [], start: null, area: '', narrative: '' }

it.each([
  [
    'our own error',
    new ParasolError('TEXT_TOO_LONG', { field: 'title', limit: 500 }),
    { code: 'TEXT_TOO_LONG', data: { field: 'title', limit: 500 } },
  ],
  [
    'one below others',
    new Error('a', { cause: new Error('b', { cause: new ParasolError('DISK_FULL') }) }),
    { code: 'DISK_FULL', data: undefined },
  ],
  ['no room', withCode('ENOSPC'), { code: 'DISK_FULL', data: undefined }],
  ['no quota', withCode('EDQUOT'), { code: 'DISK_FULL', data: undefined }],
  ['SQLite without room', new Error('database or disk is full'), { code: 'DISK_FULL', data: undefined }],
  ['a read-only disk', withCode('EROFS'), { code: 'PROFILE_READ_ONLY', data: undefined }],
  [
    'a text over its limit',
    issuesOf({ ...fields, title: 'x'.repeat(501) }),
    { code: 'TEXT_TOO_LONG', data: { field: 'title', limit: 500 } },
  ],
  ['an empty title', issuesOf({ ...fields, title: ' ' }), { code: 'BAD_INPUT', data: { field: 'title' } }],
  ['a bad date', issuesOf({ ...fields, start: { date: 'soon', about: false } }), { code: 'BAD_DATE', data: { field: 'start' } }],
  [
    'too many of something that is no text',
    issuesOf({ ...fields, types: Array(41).fill('x') }),
    { code: 'BAD_INPUT', data: { field: 'types' } },
  ],
  ['no fields at all', issuesOf(7), { code: 'BAD_INPUT', data: { field: 'fields' } }],
  ['what was not foreseen', new TypeError('x is not a function'), { code: 'ENGINE_FAULT', data: undefined }],
  ['what is no error', 'secret', { code: 'ENGINE_FAULT', data: undefined }],
])('says %s in the words of the catalogue', (_what, error, fault) => {
  expect(describeFault(error)).toEqual(fault)
})

it('follows no circle of causes for ever', () => {
  const error = new Error('a')
  error.cause = error
  expect(describeFault(error).code).toBe('ENGINE_FAULT')
})

it('logs where and of what kind, never what a message says', () => {
  const write = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  logFault('here', new Error('Möwenstraße\n    and at the corner'))
  logFault('here', 'Möwenstraße')
  const logged = write.mock.calls.map(([text]) => String(text)).join('')
  expect(logged).toContain('parasol engine: here: Error ENGINE_FAULT')
  expect(logged).toContain('faults.test.ts')
  expect(logged).not.toContain('Möwenstraße')
})
