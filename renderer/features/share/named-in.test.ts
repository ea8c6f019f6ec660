import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { harmedCalled, namedIn, namedInChanges, nameWords, piecesWith } from './named-in.ts'

const hits = (text: string, ...names: string[]): string[] =>
  piecesWith(text, nameWords(names)).flatMap((piece) => (piece.hit ? [piece.text] : []))

describe('harmedCalled', () => {
  it('says what their pages are called and what was typed, of nobody else', () => {
    const fields = {
      title: 'Beaten',
      'harmed:00000001': { person: 'aa' },
      'harmed:00000002': { name: 'Zawadi' },
      'harmed:00000003': { person: 'gone', name: '' },
      'harmed:00000004': null,
      'perpetrator:00000001': { name: 'Tall one', perpetrator: 'bb' },
    }
    expect(harmedCalled(fields, { aa: 'Neema', bb: 'Corporal' })).toEqual(['Neema', 'Zawadi'])
  })
})

describe('piecesWith', () => {
  it('finds a name whatever its case and accents, with what is put before and after it', () => {
    expect(hits('NEEMA, Néema and neema’s sister', 'Neema')).toEqual(['NEEMA', 'Néema', 'neema'])
    expect(hits('L’arrestation d’Amina', 'Amina')).toEqual(['Amina'])
    expect(hits("Ng'ang'a and Ng’ang’a's and Nganga", 'Ng’ang’a')).toEqual(["Ng'ang'a", 'Ng’ang’a', 'Nganga'])
  })

  it('finds each part of a name, and what a page is called by a code', () => {
    expect(hits('Claire came with Wanjiru; M7K2 stayed', 'Marie-Claire Wanjiru', 'W-M7K2')).toEqual(['Claire', 'Wanjiru', 'M7K2'])
  })

  it('finds no part of a word, no word of one or two letters, no number and no plain word of a description', () => {
    expect(hits('Annual marks: an Jo of 2026', 'Ann', 'Jo A', 'Mark', '2026')).toEqual([])
    expect(hits('The woman came from the market', 'the woman from Kibera', '2 people')).toEqual([])
    expect(hits('2 people, the woman and her sister', 'her sister')).toEqual(['sister'])
    expect(hits('With Des and Una', 'Des', 'Una')).toEqual(['Des', 'Una'])
  })

  it('finds a name within what is written without spaces', () => {
    expect(hits('警察打了李明。', '李明')).toHaveLength(1)
  })

  it('keeps every character, whatever the text, and marks exactly the words of names', () => {
    const text = fc
      .array(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('Neema', 'NÉEMA', ' ', '’', "'", '-')))
      .map((all) => all.join(''))
    fc.assert(
      fc.property(text, fc.array(text, { maxLength: 3 }), (said, names) => {
        const words = nameWords(names)
        const pieces = piecesWith(said, words)
        expect(pieces.map((piece) => piece.text).join('')).toBe(said)
        expect(pieces.every((piece) => piece.text !== '')).toBe(true)
        if (words.size === 0) expect(pieces.some((piece) => piece.hit)).toBe(false)
      }),
    )
  })

  it('finds every name that stands as a word of its own, however it is written', () => {
    const name = fc.stringMatching(/^[A-Za-zÀ-ÖØ-öø-ÿ]{3,12}$/)
    const written = fc.constantFrom<(name: string) => string>(
      (one) => one.toUpperCase(),
      (one) => one.toLowerCase(),
      (one) => one.normalize('NFD'),
      (one) => one,
    )
    const words = fc.array(fc.stringMatching(/^[0-9.,;!? ]{0,6}$/)).map((all) => all.join(' '))
    fc.assert(
      fc.property(name, written, words, words, (one, as, before, after) => {
        expect(hits(`${before} ${as(one)} ${after}`, `K ${one}`)).toEqual([as(one)])
      }),
    )
  })
})

describe('namedIn', () => {
  it('looks at every text that leaves, and at no code, date or other name of theirs', () => {
    const leaving: [string, unknown][] = [
      ['title', 'Neema beaten, neema robbed'],
      ['types', ['arrest', 'What they do to Neema']],
      ['area', 'Gikomba'],
      ['start', { date: '2026-01-02', about: false }],
      ['harmed:00000001', { name: 'P-NEEMA', role: 'neema', what: 'Zawadi held her' }],
      ['harmed:00000002', { name: 'P-BBBB', what: 'NEEMA fell' }],
      ['certainty', 'neema'],
      ['perpetrator:00000001', { name: 'Husband of Neema', kind: 'neema', note: 'tall' }],
      ['summary', 'Nothing'],
      ['reason', ''],
      ['unknown', { of: ['Neema again'] }],
    ]
    expect(namedIn(leaving, nameWords(['Neema', 'Zawadi', 'Arrest']))).toEqual([
      { field: 'title', words: ['Neema'] },
      { field: 'types', words: ['Neema'] },
      { field: 'harmed:00000001', words: ['Zawadi', 'NEEMA'] },
      { field: 'perpetrator:00000001', words: ['Neema'] },
      { field: 'unknown', words: ['Neema'] },
    ])
    expect(namedIn(leaving, nameWords([]))).toEqual([])
  })
})

describe('namedInChanges', () => {
  it('looks only at changes that leave', () => {
    const changes = {
      response: 'Neema',
      recordedBy: 'Neema',
      'evidence:00000001': { takenBy: 'Neema' },
      outcome: 'Neema was let go',
      area: null,
    }
    expect(namedInChanges(changes, nameWords(['Neema']))).toEqual([{ field: 'outcome', words: ['Neema'] }])
  })
})
