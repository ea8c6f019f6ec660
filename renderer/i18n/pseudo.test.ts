import { compileMessage } from '@lingui/message-utils/compileMessage'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { pseudo, pseudoMessages } from './pseudo.ts'

describe('pseudo', () => {
  it('puts accents on, and is longer by two fifths', () => {
    expect(pseudo('Save it now')).toBe('Šáṽé îţ ñöŵ~~~~~')
    expect(pseudo('Go to <0>the log</0>. ')).toBe('Ĝö ţö <0>ţĥé ļöĝ</0>.~~~~~~ ')
    expect(pseudo(' ')).toBe(' ')
  })

  it('keeps tags, escapes and everything that is no letter, whatever the text', () => {
    const tag = fc.constantFrom('<0>', '</0>', '<12/>', '\\u00a0', '\\xab')
    const text = fc.array(fc.oneof(tag, fc.string({ unit: fc.constantFrom(...'abz AZ.,:“”123é') }))).map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, (english) => {
        const other = pseudo(english)
        const fixed = /<\/?\d+\/?>|\\u[\da-f]{4}|\\x[\da-f]{2}/g
        expect(other.match(fixed)).toEqual(english.match(fixed))
        expect(other.replaceAll(fixed, '')).not.toMatch(/[a-z]/i)
        expect(other.length).toBeGreaterThanOrEqual(english.length)
      }),
    )
  })
})

describe('a catalogue in pseudo', () => {
  it('keeps values and branches, and translates what is in them', () => {
    const { id } = pseudoMessages({ id: compileMessage('{count, plural, =0 {None} one {# row of {name}} other {# rows of {name}}} left') })
    expect(id).toEqual([
      '\u200f',
      [
        'count',
        'plural',
        { offset: undefined, 0: ['Ñöñé~~'], one: ['#', ' ŕöŵ öƒ~~~ ', ['name']], other: ['#', ' ŕöŵš öƒ~~~ ', ['name']] },
      ],
      ' ļéƒţ~~',
      '\u200f',
    ])
  })
})
