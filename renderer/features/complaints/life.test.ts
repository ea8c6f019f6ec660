import { describe, expect, it } from 'vitest'
import { CODES, cardChangesSchema, complaintStateOf, isTheirTurn } from '../../../core/engine/contract/index.ts'
import { newKey, nextOf, paperOf, papersFor, papersOf, saidFirst, stepChanges, stepsOf } from './life.ts'

const SAID = { key: '0000000a', day: '2026-05-01', note: ' By post. ', answerBy: '2026-06-01' }

describe('the life of a complaint', () => {
  it('leads from a draft to every state, and from every state on to its close', () => {
    const reached = new Set(['draft'])
    for (const state of reached) for (const next of nextOf(complaintStateOf(state))) reached.add(next)
    expect([...reached].sort()).toEqual([...CODES.complaintState].sort())
    for (const state of CODES.complaintState) {
      expect(complaintStateOf(state)).toBe(state)
      expect(nextOf(state)).not.toContain(state)
      expect(state === 'closed' || nextOf(state).includes('closed')).toBe(true)
    }
  })

  it('is never handed in before the person was asked', () => {
    expect(CODES.complaintState.filter((state) => nextOf(state).includes('filed'))).toEqual(['consent', 'declined', 'closed'])
  })

  it('takes what a later version wrote for something that was handed in', () => {
    expect([undefined, null, '', 'toString', 'in-orbit'].map(complaintStateOf)).toEqual(['draft', 'draft', 'draft', 'filed', 'filed'])
  })

  it('writes a step as one change that the contract takes, with the day by which an answer is due only while there is one to come', () => {
    const filed = stepChanges('filed', SAID)
    expect(filed).toEqual({
      state: 'filed',
      'step:0000000a': { state: 'filed', date: { date: '2026-05-01', about: false }, note: 'By post.' },
      answerBy: { date: '2026-06-01', about: false },
    })
    expect(cardChangesSchema.safeParse({ kind: 'complaint', changes: filed }).success).toBe(true)
    expect(stepChanges('outcome', SAID)).toMatchObject({ answerBy: null })
    expect(isTheirTurn('outcome')).toBe(false)
    expect(stepChanges('closed', { ...SAID, day: '', note: '' })['step:0000000a']).toEqual({ state: 'closed' })
    expect(cardChangesSchema.safeParse({ kind: 'complaint', changes: stepChanges('closed', { ...SAID, key: newKey() }) }).success).toBe(
      true,
    )
  })

  it('shows the steps in the order of time, and passes over what is none', () => {
    const date = (day: string) => ({ date: day, about: false })
    const fields = {
      'step:0000000a': { state: 'acknowledged', date: date('2026-05-09') },
      'step:0000000b': { state: 'filed', date: date('2026-05-01'), note: 'By post.' },
      'step:0000000c': { state: 'closed' },
      'step:zz': { state: 'filed' },
      'step:0000000d': null,
      title: 'x',
    }
    expect(stepsOf(fields).map(({ state, note }) => [state, note])).toEqual([
      ['filed', 'By post.'],
      ['acknowledged', ''],
      ['closed', ''],
    ])
  })

  it('shows the steps of one day in the usual course of a complaint, whatever their keys, and words of a later version after them', () => {
    const date = { date: '2026-05-01', about: false }
    const fields = {
      'step:0000000a': { state: 'acknowledged', date },
      'step:0000000b': { state: 'in-orbit', date },
      'step:0000000c': { state: 'filed', date },
      'step:0000000d': { state: 'consent', date },
      'step:0000000e': { state: 'in-a-cave', date },
      'step:0000000f': { state: 'closed', date: { date: '2026-04-30', about: false } },
    }
    const inOrder = ['closed', 'consent', 'filed', 'acknowledged', 'in-orbit', 'in-a-cave']
    expect(stepsOf(fields).map(({ state }) => state)).toEqual(inOrder)
    expect(stepsOf(Object.fromEntries(Object.entries(fields).slice(0, 4).reverse())).map(({ state }) => state)).toEqual(
      inOrder.slice(1, -1),
    )
  })

  it('shows the steps of one day as they were written, where that is known: after a refusal a complaint may be handed in again', () => {
    const date = { date: '2026-05-01', about: false }
    const fields = {
      'step:0000000a': { state: 'filed', date, note: 'Again.' },
      'step:0000000b': { state: 'declined', date },
      'step:0000000c': { state: 'filed', date },
      'step:0000000d': { state: 'consent', date: { date: '2026-05-02', about: false } },
    }
    const wrote = (...named: string[]) => ({ changes: named.map((field) => ({ field, after: null })) })
    const saidAt = saidFirst([
      wrote('title'),
      wrote('state', 'step:0000000d'),
      wrote('step:0000000c'),
      wrote('step:0000000b'),
      wrote('step:0000000a'),
      wrote('step:0000000c'),
    ])
    expect(stepsOf(fields, saidAt).map(({ state, note }) => state + note)).toEqual(['filed', 'declined', 'filedAgain.', 'consent'])
  })

  it('has each paper with the step that it proves, by what was written with it, as long as that step is there', () => {
    const file = (list: string) => ({
      list: list.repeat(64),
      sha256: '0'.repeat(64),
      size: 1,
      type: 'application/pdf',
      name: `${list}.pdf`,
    })
    const step = 'step:0000000a'
    const field = 'file:0000000a'
    const written = { [field]: file('a'), ...paperOf(step, field) }
    expect(cardChangesSchema.safeParse({ kind: 'complaint', changes: written }).success).toBe(true)
    const fields = {
      [step]: { state: 'filed' },
      'step:0000000b': { state: 'declined' },
      ...written,
      'file:0000000c': file('c'),
      'evidence:0000000c': { step: '0000000d' },
      'file:0000000e': file('e'),
      'file:0000000f': file('f'),
      'evidence:0000000f': { step: 7 },
    }
    expect([...papersOf(fields)]).toEqual([
      ['step:0000000a', [{ field, file: file('a') }]],
      ['step:0000000b', []],
    ])
  })

  it('puts the files of a form to the step that it writes, in the place of those with the complaint that are the same and with no step', () => {
    const file = (list: string, sha256 = list) => ({
      list: list.repeat(64),
      sha256: sha256.repeat(64),
      size: 1,
      type: 'application/pdf',
      name: `${list}.pdf`,
    })
    const fields = {
      'file:00000001': file('1', 'a'),
      'file:00000002': file('2', 'b'),
      'evidence:00000002': { step: '0000000f' },
    }
    const here = { 'file:0000000a': file('a'), 'file:0000000b': file('b'), 'file:0000000c': file('c'), 'file:0000000d': null }
    const changes = papersFor(fields, 'step:0000000e', { here, coming: {} })
    expect(changes).toEqual({
      'file:00000001': null,
      'file:0000000a': file('a'),
      'evidence:0000000a': { step: '0000000e' },
      'file:0000000b': file('b'),
      'evidence:0000000b': { step: '0000000e' },
      'file:0000000c': file('c'),
      'evidence:0000000c': { step: '0000000e' },
    })
    expect(cardChangesSchema.safeParse({ kind: 'complaint', changes }).success).toBe(true)
    expect(papersFor(fields, 'step:0000000e', { here: {}, coming: {} })).toEqual({})
  })
})
