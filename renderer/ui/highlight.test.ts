import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { piecesOf } from './highlight.tsx'

describe('piecesOf', () => {
  it('marks what stands between the markers', () => {
    expect(piecesOf('a \uE000raid\uE001 at \uE000night\uE001')).toEqual([
      { text: 'a ', hit: false },
      { text: 'raid', hit: true },
      { text: ' at ', hit: false },
      { text: 'night', hit: true },
    ])
  })

  it('loses and adds no other character, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('\uE000', '\uE001', '<b>'))), (parts) => {
        const snippet = parts.join('')
        const kept = piecesOf(snippet).map((piece) => piece.text)
        expect(kept.join('')).toBe(snippet.replaceAll(/[\uE000\uE001]/g, ''))
      }),
    )
  })
})
