import { expect, it } from 'vitest'
import { organisation, space, write } from '../records/testing.ts'
import { madeOf, madeVersion, makeOf } from './made.ts'
import { type Packed, pack, Unpacker } from './packed.ts'
import { filters, withIndex } from './testing.ts'

const entry = write(1, { index: 4, org: 1 }, { title: 'Raid' })
const made = makeOf(entry, space(1))

it('is of no use to another author than it was made for: the entry is folded as theirs', () => {
  const others = [
    { space: space(1), organisation: organisation(2), own: false },
    { space: space(2), organisation: organisation(1), own: false },
    { space: space(1), organisation: organisation(1), own: true },
  ]
  for (const by of others) {
    const version = madeVersion(by, entry, made)
    expect(madeOf(version)).toMatchObject({ text: made.text, look: null })
    withIndex((index) => {
      index.apply([version])
      expect(index.list(filters(), null, 9).rows).toMatchObject([
        { title: 'Raid', spaceId: by.space, author: { organisationId: by.organisation } },
      ])
    })
  }
  const { space: where, organisation: who, own } = entry
  expect(madeOf(madeVersion({ space: where, organisation: who, own }, entry, made))).toBe(made)
})

it('is not packed where it is of more than one entry', () => {
  const { look } = made
  if (!look) throw new Error('an incident has a look')
  const packed: Packed = []
  for (const more of [{ amended: true }, { conflict: true }, { changed: true }])
    expect(() => pack(packed, { ...made, look: { ...look, ...more } })).toThrow(RangeError)
})

it('ends where nothing is left to take out', () => {
  const packed: Packed = []
  pack(packed, made)
  packed.pop()
  expect(() => new Unpacker(packed, entry).made()).toThrow(RangeError)
})
