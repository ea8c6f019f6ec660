import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { write } from '../records/testing.ts'
import { documentOf } from './document.ts'
import { snippet } from './snippet.ts'
import { filters, withIndex } from './testing.ts'
import { indexable, parseSearch } from './words.ts'

const shown = (narrative: string, search: string, others: { title?: string } = {}): string =>
  snippet({ title: '', area: '', source: '', more: '', facets: '', ...others, narrative: indexable(narrative) }, parseSearch(search))
    .replaceAll('\ue000', '[')
    .replaceAll('\ue001', ']')

describe('a snippet', () => {
  test('marks what was found, accents and case aside', () => {
    expect(shown('La policía ENTRÓ.', 'entro polic')).toBe('La [policía] [ENTRÓ].')
    expect(shown('la policia entro', '"policia entro" entr')).toBe('la [policia entro]')
    expect(shown('one two one two', '"one two"')).toBe('[one two] [one two]')
    expect(shown('e\u0301cole', 'ecole')).toBe('[e\u0301cole]')
  })

  test('shows the neighbourhood of the first hit, cut between words', () => {
    const text = `${'before '.repeat(100)}needle ${'after '.repeat(100)}needle`
    expect(shown(text, 'needle')).toMatch(/^…(before ){1,9}\[needle\] (after )+after…$/)
    expect(shown(text, 'needle').length).toBeLessThan(260)
    expect(shown(`${'x'.repeat(5_000)}`, 'xxx').length).toBeGreaterThan(5_000)
  })

  test('is taken from the title where the narrative has nothing', () => {
    expect(shown('nothing here', 'raid', { title: 'A raid' })).toBe('A [raid]')
  })

  test('characters that mark hits do not come from texts', () => {
    expect(shown('a \ue001needle\ue000 b', 'needle')).toBe('a [needle] b')
  })

  test('marks a hit wherever the index found one', () => {
    withIndex((index) => {
      const words = fc.stringMatching(/^[a-zA-ZáÉñüçåøßłžΣςжЙא字한ก0-9'’.,"\n-]{1,12}$/u)
      let n = 0
      fc.assert(
        fc.property(fc.array(words, { minLength: 1, maxLength: 12 }), fc.nat(11), (all, at) => {
          const text = all[at % all.length] ?? ''
          n += 1
          index.apply([write(n, { index: n }, { title: 'x', area: '', types: [], narrative: all.join(' ') })])
          for (const { recordId, snippet: given } of index.list(filters({ text }), null, 3).rows) {
            const state = index.state(recordId)
            const phrases = parseSearch(text)
            if (phrases.length === 0 || !state) expect([given, state === null]).toEqual([null, false])
            // A page gives none where the machine is too slow, so it is made here.
            else expect(snippet(documentOf(state), phrases)).toMatch(/\ue000.+\ue001/s)
          }
        }),
        { numRuns: 200 },
      )
    })
  })
})
