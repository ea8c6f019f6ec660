import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { folded } from './fold.ts'

describe('folded', () => {
  it('ignores case, accents and spaces around and between words, and nothing else', () => {
    expect(folded('  Néema   W. ')).toBe(folded('neema w.'))
    expect(folded('İpek')).toBe(folded('ipek'))
    expect(folded('ΝΙΚΟΣ')).toBe(folded('Νίκος'))
    expect(folded('Neema')).not.toBe(folded('Neemaa'))
    expect(folded('Tall one')).not.toBe(folded('Tallone'))
  })

  it('changes nothing the second time, however a text is composed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(folded(text.normalize('NFD'))).toBe(folded(text.normalize('NFC')))
        expect(folded(folded(text))).toBe(folded(text))
      }),
    )
  })
})
