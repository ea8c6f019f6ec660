import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isCleanable, kindOf, VIEW_MAX, viewOf } from './views.ts'

describe('how a file is looked at', () => {
  it.each([
    ['image/jpeg', 5, { kind: 'picture' }],
    ['image/jpeg', VIEW_MAX.picture + 1, { kind: 'none', why: 'too-long' }],
    ['video/mp4', VIEW_MAX.film, { kind: 'film' }],
    ['video/mp4', VIEW_MAX.film + 1, { kind: 'none', why: 'too-long' }],
    ['audio/mpeg', 5, { kind: 'sound' }],
    ['application/pdf', 2 ** 31, { kind: 'pdf' }],
    ['image/svg+xml', 5, { kind: 'none', why: 'type' }],
    ['text/html', 5, { kind: 'none', why: 'type' }],
    ['toString', 5, { kind: 'none', why: 'type' }],
  ])('%s of %i bytes', (type, size, view) => expect(viewOf({ type, size })).toEqual(view))

  it('has no bound for films and sound that need not be in memory whole', () => {
    for (const type of ['video/mp4', 'audio/wav']) expect(viewOf({ type, size: 2 ** 31 }, true).kind).not.toBe('none')
    expect(viewOf({ type: 'image/png', size: VIEW_MAX.picture + 1 }, true)).toEqual({ kind: 'none', why: 'too-long' })
  })

  it('is never one for what may hold markup', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('image/', 'text/', 'application/', 'video/'),
        fc.constantFrom('svg+xml', 'html', 'xml', 'xhtml+xml'),
        (a, b) => {
          expect(viewOf({ type: a + b, size: 1 }).kind).toBe('none')
        },
      ),
    )
  })
})

it('has a word for every type', () => {
  expect(
    ['image/heic', 'audio/amr', 'video/3gpp', 'application/pdf', 'application/zip', 'nothing'].map((type) => kindOf({ type })),
  ).toEqual(['picture', 'sound', 'film', 'pdf', 'other', 'other'])
})

it('offers a copy without what is hidden of three kinds of pictures only', () => {
  const types = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'image/gif', 'application/pdf', 'video/mp4']
  expect(types.map((type) => isCleanable({ type, size: 5 }))).toEqual([true, true, true, false, false, false, false])
  expect(isCleanable({ type: 'image/jpeg', size: 2 ** 30 })).toBe(false)
})
