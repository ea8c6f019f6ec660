import { getCatalogs } from '@lingui/cli/api'
import { getConfig } from '@lingui/conf'
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage'
import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../../core/engine/contract/language.ts'

/** Messages that a language may lack while others write screens: they are shown in English until it has them. Aim at none. */
const MOST_MISSING = 0

/** What reads the same as in English, on purpose. */
const SAME: Record<string, readonly string[]> = {
  sw: ['{kind}, {size}', '{label}: {0}', 'PDF'],
  fr: [
    '{kind}, {size}',
    'Client',
    'Coalitions',
    'Film',
    'Incident',
    'Incidents',
    'Inspection',
    'Internet',
    'Note',
    'PDF',
    'Police',
    'Possible',
    'Prison',
    'Torture',
    'Transport',
  ],
  es: ['{kind}, {size}', '{label}: {0}', '{percent} %', 'Internet', 'No', 'PDF'],
}

const [one] = await getCatalogs(getConfig())
if (one === undefined) throw new Error('lingui.config.ts names no catalogue')
/** By id, the English words of the source. */
const source = new Map(Object.entries((await one.collect()) ?? {}).map(([id, { message }]) => [id, message ?? id]))

/** What a catalogue says, by id: words, or nothing yet. */
async function kept(language: string): Promise<Map<string, string>> {
  const all = Object.entries((await one?.read(language)) ?? {}).filter(([, { obsolete }]) => !obsolete)
  return new Map(all.map(([id, { translation }]) => [id, translation ?? '']))
}

/** English words with those of another language, where it has them. */
async function pairs(language: string): Promise<[english: string, words: string][]> {
  const words = await kept(language)
  return [...source].flatMap(([id, english]) => (words.get(id) ? [[english, words.get(id) ?? '']] : []))
}

/** What a message needs so that it can be shown: its values with their kinds, and its tags. */
function needs(message: string): string[] {
  const found = new Set<string>()
  const look = (token: unknown): void => {
    if (typeof token === 'string') {
      for (const tag of token.match(/<\/?\d+\/?>/g) ?? []) found.add(tag)
    } else if (Array.isArray(token)) {
      const [name, type, cases] = token as [string, string?, unknown?]
      found.add(type === undefined ? `{${name}}` : `{${name}, ${type}}`)
      if (typeof cases === 'object' && cases !== null)
        for (const branch of Object.values(cases)) if (Array.isArray(branch)) branch.forEach(look)
    }
  }
  compileMessageOrThrow(message).forEach(look)
  return [...found].sort()
}

/** The branches of each plural of a message. */
function plurals(message: string): string[][] {
  return compileMessageOrThrow(message).flatMap((token) =>
    Array.isArray(token) && token[1] === 'plural' ? [Object.keys(token[2] as object).filter((key) => key !== 'offset')] : [],
  )
}

describe('the English catalogue', () => {
  it('holds every message of the source and no other: run `lingui extract --clean` when this fails', async () => {
    expect(source.size).toBeGreaterThan(200)
    expect([...(await kept('en')).keys()].sort()).toEqual([...source.keys()].sort())
  })
})

describe.each(LANGUAGES.filter((language) => language !== 'en'))('the catalogue of %s', (language) => {
  it('says every message of the source', async () => {
    const words = await kept(language)
    const missing = [...source].filter(([id]) => !words.get(id)).map(([, english]) => english)
    expect(missing.length, missing.join('\n')).toBeLessThanOrEqual(MOST_MISSING)
  })

  it('keeps what stands for values and tags, and has the plurals that the language has', async () => {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    for (const [english, words] of await pairs(language)) {
      expect(needs(words), english).toEqual(needs(english))
      for (const branches of plurals(words)) expect(branches, words).toEqual(expect.arrayContaining(forms))
    }
  })

  it('leaves nothing in English but what is the same in both', async () => {
    const same = (await pairs(language)).flatMap(([english, words]) => (words === english ? [english] : []))
    expect(same.filter((english) => !SAME[language]?.includes(english))).toEqual([])
  })

  it('has nothing beside its words', async () => {
    const untidy = (await pairs(language)).filter(([, words]) => /^\s|\s$| {2}|['\p{Cc}\\]/u.test(words))
    expect(untidy).toEqual([])
  })
})
