import { expect, it } from 'vitest'
import { givesName } from './complaint.ts'

const NAMED = { confidentiality: 'named' }

it('asks for consent when a complaint is handed in under the person’s name, and not while that is only meant', () => {
  const step = { 'step:0000000a': { state: 'filed' } }
  expect(givesName({}, NAMED)).toBe(false)
  expect(givesName({ state: 'consent' }, NAMED)).toBe(false)
  expect(givesName({ state: 'consent' }, { ...NAMED, ...step, state: 'filed' })).toBe(true)
  expect(givesName({ ...NAMED, state: 'consent' }, { state: 'filed' })).toBe(true)
  expect(givesName({ ...NAMED, state: 'declined' }, { ...step, state: 'filed' })).toBe(true)
  for (const confidentiality of ['intermediary', 'withheld', null])
    expect(givesName(NAMED, { confidentiality, ...step, state: 'filed' })).toBe(false)
})

it('asks again when the name is put on one that is handed in, and not with every later step', () => {
  expect(givesName({ state: 'inquiry', confidentiality: 'intermediary' }, NAMED)).toBe(true)
  expect(givesName({ state: 'inquiry', ...NAMED }, NAMED)).toBe(false)
  expect(givesName({ state: 'inquiry', ...NAMED }, { state: 'outcome', 'step:0000000b': { state: 'outcome' } })).toBe(false)
  expect(givesName({ state: 'inquiry', ...NAMED }, { title: 'x', body: 'IPOA' })).toBe(false)
})

it('lets the step be taken back by which a complaint was handed in otherwise', () => {
  const before = { state: 'filed', confidentiality: 'intermediary', 'step:0000000a': { state: 'filed' } }
  expect(givesName(before, { ...NAMED, state: 'consent', 'step:0000000a': null })).toBe(false)
})
