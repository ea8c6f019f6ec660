import { describe, expect, it } from 'vitest'
import type { Alert, Answer, OrganisationId, RecordId } from '../../../core/engine/contract/index.ts'
import {
  atTheTop,
  coverage,
  hasQuietNews,
  isAnswered,
  isAnswerOnItsWay,
  isOnItsWay,
  isWaiting,
  openQuestions,
  plainAnswer,
  reachedBy,
  saidByPartners,
} from './alert-state.ts'

type Said = Alert['answers'][number]
const said = (who: number, answer: Answer, more: Partial<Said> = {}): Said => ({
  author: { organisationId: `${who}`.repeat(64) as OrganisationId, name: `Org ${who}`, own: who === 0 },
  answer,
  brings: [],
  line: '',
  question: '',
  answeredAt: '2026-11-29T10:00:00.000Z',
  current: true,
  ...more,
})
const theirs = (changes: Partial<Alert> = {}): Alert =>
  ({
    author: { own: false },
    fields: { needs: ['lawyer', 'bail'] },
    mine: null,
    news: false,
    over: false,
    answers: [],
    ...changes,
  }) as Alert
const ours = (partners: number, of: number, connected: number, answers: Said[] = []): Alert =>
  ({ ...theirs({ answers }), author: { own: true }, reach: { computers: partners, partners, of, connected, latest: 0 } }) as Alert

describe('an alert of a partner', () => {
  it('calls until it is answered, and again with news for who only has seen it or has asked', () => {
    expect(isWaiting(theirs())).toBe(true)
    for (const mine of ['seen', 'question'] as const) {
      expect([isWaiting(theirs({ mine })), isWaiting(theirs({ mine, news: true }))]).toEqual([false, true])
    }
    for (const mine of ['responding', 'cannot'] as const) {
      const alert = theirs({ mine, news: true })
      expect([isWaiting(alert), hasQuietNews(alert), hasQuietNews(theirs({ mine }))]).toEqual([false, true, false])
    }
    expect([isWaiting(theirs({ over: true })), hasQuietNews(theirs({ over: true, mine: 'cannot', news: true }))]).toEqual([false, false])
  })

  it('is answered with one press without losing what was said before, and a question that has its reply is asked no more', () => {
    const before = said(0, 'responding', { brings: ['bail'], line: 'by six', question: 'Which station?' })
    expect(plainAnswer(theirs({ answers: [before] }), 'responding')).toMatchObject({
      brings: ['bail'],
      line: 'by six',
      question: 'Which station?',
    })
    expect(plainAnswer(theirs({ answers: [{ ...before, current: false }] }), 'responding')).toMatchObject({
      brings: ['bail'],
      question: '',
    })
    expect(plainAnswer(theirs({ answers: [before] }), 'cannot')).toEqual({ answer: 'cannot', brings: [], line: '', question: '' })
  })
})

describe('our answer', () => {
  it('is said to be on its way until who raised the alert has it, or it does not matter any more', () => {
    const answered = theirs({ mine: 'responding', answerArrived: false, stoodDownAt: null })
    expect(isAnswerOnItsWay(answered)).toBe(true)
    for (const change of [{ mine: null }, { answerArrived: true }, { stoodDownAt: '2026-11-29T10:00:00.000Z' }])
      expect(isAnswerOnItsWay({ ...answered, ...change })).toBe(false)
  })
})

describe('an alert of our own', () => {
  it('says how far it has come', () => {
    expect(reachedBy(theirs())).toBeNull()
    expect(reachedBy(ours(0, 0, 0))?.state).toBe('alone')
    expect(reachedBy(ours(0, 2, 0))?.state).toBe('queued')
    expect(reachedBy(ours(0, 2, 1))?.state).toBe('on-the-way')
    expect(reachedBy(ours(1, 2, 0))).toEqual({ state: 'held', partners: 1, of: 2 })
    expect(reachedBy(ours(0, 2, 0, [said(1, 'seen')]))).toEqual({ state: 'held', partners: 1, of: 2 })
    expect([ours(0, 0, 0), ours(0, 2, 0), ours(0, 2, 1), ours(1, 2, 0)].map(isOnItsWay)).toEqual([false, true, true, false])
  })

  it('has open questions until something is said since, or it is over', () => {
    const asked = said(1, 'question', { question: 'Which station?' })
    expect(openQuestions(ours(1, 1, 1, [asked, said(2, 'responding')]))).toEqual([asked])
    expect(openQuestions(ours(1, 1, 1, [said(1, 'question', { question: 'Which station?', current: false })]))).toEqual([])
    expect(openQuestions({ ...ours(1, 1, 1, [asked]), over: true })).toEqual([])
    expect(openQuestions(theirs({ answers: [asked] }))).toEqual([])
  })

  it('is answered once a partner has said something, and until it is over', () => {
    const alerts = [ours(1, 1, 1), ours(1, 1, 1, [said(1, 'cannot')]), { ...ours(1, 1, 1, [said(1, 'cannot')]), over: true }]
    expect([...alerts, theirs({ answers: [said(1, 'seen')] })].map(isAnswered)).toEqual([false, true, false, false])
  })

  it('has another answer once a partner answers anew, or one comes late that was given before the others', () => {
    const [first, late] = [said(1, 'seen'), said(2, 'cannot', { answeredAt: '2026-11-29T09:00:00.000Z' })]
    const anew = said(1, 'responding', { answeredAt: '2026-11-29T11:00:00.000Z' })
    const of = (...answers: Said[]) => saidByPartners(ours(1, 1, 1, [...answers, said(0, 'seen')]))
    expect(of(first, late)).toEqual([...of(first), ...of(late)])
    expect(of(anew)).not.toEqual(of(first))
  })

  it('says who brings what is needed, and only of who comes', () => {
    const answers = [said(1, 'responding', { brings: ['bail', 'media'] }), said(2, 'cannot', { brings: ['lawyer'] })]
    expect(coverage(ours(2, 2, 2, answers)).map(({ need, by }) => [need, by.map(({ name }) => name)])).toEqual([
      ['lawyer', []],
      ['bail', ['Org 1']],
    ])
  })
})

describe('the alert at the top of the window', () => {
  const named = (name: string, changes: Partial<Alert> = {}): Alert => theirs({ recordId: name.repeat(64) as RecordId, ...changes })
  const [newest, opened] = [named('a'), named('b')]

  it('is the newest that waits, or the opened one if that waits', () => {
    expect(atTheTop([newest, opened], [newest, opened], null, null)).toBe(newest)
    expect(atTheTop([newest, opened], [newest, opened], null, opened.recordId)).toBe(opened)
    expect(atTheTop([newest, opened], [newest], null, opened.recordId)).toBe(newest)
    expect(atTheTop([], [], null, null)).toBeUndefined()
  })

  it('is none but the one that somebody is at, as it stands now: answered, with newer ones waiting, or over', () => {
    const answered = named('b', { mine: 'responding' })
    expect(atTheTop([newest, answered], [newest], opened, newest.recordId)).toBe(answered)
    expect(atTheTop([newest], [newest], opened, null)).toEqual({ ...opened, over: true })
  })
})
