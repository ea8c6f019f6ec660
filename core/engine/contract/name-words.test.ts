import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameWords, piecesWith, saysOneOf } from './name-words.ts'

const hits = (text: string, ...names: string[]): string[] =>
  piecesWith(text, nameWords(names)).flatMap((piece) => (piece.hit ? [piece.text] : []))

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
    expect(hits('Annual marks: an of 2026', 'Ann', 'Jo A', 'Mark', '2026', 'an')).toEqual([])
    expect(hits('The woman came from the market', 'the woman from Kibera', '2 people')).toEqual([])
    expect(hits('2 people, the woman and her sister', 'her sister')).toEqual(['sister'])
    expect(hits('With Des and Una', 'Des', 'Una')).toEqual(['Des', 'Una'])
  })

  it('finds a name within what is written without spaces', () => {
    expect(hits('警察打了李明。', '李明')).toHaveLength(1)
    expect(hits('警察打了李明。', '李 明')).toHaveLength(1)
  })

  it('finds a name that is short or a plain word as it is written, and no other word like it', () => {
    expect(hits('Jo was beaten, jo', 'Jo')).toEqual(['Jo'])
    expect(hits('N-77 and Neema, then N-77', 'N-77', 'Neema')).toEqual(['N-77', 'Neema', 'N-77'])
    expect(hits('Girl was beaten by a girl', 'Girl')).toEqual(['Girl'])
  })

  it.each([
    ['रीता को पुलिस ने पकड़ा', 'रीता'],
    ['সীমা মার খেয়েছে', 'সীমা'],
    ['ሳራ ተያዘች', 'ሳራ'],
    ['ضربوا مي', 'مي'],
    ['Анну избили', 'Анна'],
    ['IŞIL dövüldü', 'Işıl'],
    ['Dang was beaten', 'Đặng'],
    ['Wan\u00adjiru was beaten', 'Wanjiru'],
    ['Wan\u200bjiru was beaten', 'Wanjiru'],
  ])('finds a name in scripts whose vowels are marks, with another end, and behind what is not seen: %s', (text, name) => {
    expect(hits(text, name)).toHaveLength(1)
  })

  it('finds what is written as a telephone number, where that is asked for, and no day, sum or number of a case', () => {
    const found = (text: string) => piecesWith(text, nameWords(['Amina'], true)).flatMap((piece) => (piece.hit ? [piece.text] : []))
    expect(found('Call Amina: 0722 111 222 or (+254) 722-111222, at 07.11.22.33.44')).toEqual([
      'Amina',
      '0722 111 222',
      '+254) 722-111222',
      '07.11.22.33.44',
    ])
    expect(found('0722111222')).toEqual(['0722111222'])
    expect(found('Tel:0722111222/0733111222; tel.+254722111222')).toEqual(['0722111222', '0733111222', '+254722111222'])
    expect(found('03.05.2026 0722 111 222, 0722 111 222 03-05-2026, 0722-11-2222')).toEqual([
      '0722 111 222',
      '0722 111 222',
      '0722-11-2222',
    ])
    expect(
      found(
        'On 03.05.2026 10:30, 03/05/2026 and 2026-05-03 at 0:10; OB 045/12/2026, CR 0123456789/2026 and 2026/0123456789, KSh 200,000, 1.000.000.000, 12:00 00 00 00 00, 001, id 0f722111222',
      ),
    ).toEqual([])
    expect(hits('Call 0722 111 222', 'Amina')).toEqual([])
  })

  it('takes no longer for a word of thousands of parts than for as many words', () => {
    const parts = 20_000
    expect(piecesWith(`${"a'".repeat(parts)}Neema`, nameWords(['Neema', 'Ng’ang’a'])).filter(({ hit }) => hit)).toHaveLength(1)
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
        if (words.keys.size === 0) expect(pieces.some((piece) => piece.hit)).toBe(false)
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

it('says as a name what begins as one, and first and last name behind each other without capitals', () => {
  const words = nameWords(['Grace Akinyi', 'Joy Odhiambo-Were'])
  const says = (text: string) => saysOneOf(text, words, true)
  expect(['Grace saw it', 'GRACE', 'they took grace akinyi', 'akinyi.grace@x.org', 'joy_odhiambo', 'odhiambo-were'].map(says)).toEqual(
    Array(6).fill(true),
  )
  expect(['by grace she was not hit', 'with joy, grace and peace', 'grace, akinyi', 'by grace\njoy came'].map(says)).toEqual(
    Array(4).fill(false),
  )
})
