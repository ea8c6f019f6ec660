import type { CodeList } from '../engine/contract/codes.ts'
import { INCIDENT_TYPES } from '../engine/contract/incident.ts'
import { plainWords } from '../engine/contract/plain-words.ts'
// What the screens call each code, in all of their languages; renderer/i18n/code-words.test.ts writes it.
import table from './code-words.json' with { type: 'json' }

/** A list of codes, or the kinds of incident. */
export type WordList = CodeList | 'types'

/** Words that spreadsheets have for a code beside those of the screens. */
const ALSO: Partial<Record<WordList, Record<string, readonly string[]>>> = {
  types: {
    arrest: ['arrested', 'arrestation arbitraire', 'detencion arbitraria', 'amekamatwa'],
    detention: ['detained', 'detention', 'custody', 'garde a vue'],
    assault: [
      'assault',
      'beating',
      'physical violence',
      'physical assault',
      'violence physique',
      'agresion',
      'violencia fisica',
      'shambulio',
    ],
    'sexual-assault': [
      'rape',
      'sexual violence',
      'sexual assault',
      'viol',
      'violence sexuelle',
      'violacion',
      'violencia sexual',
      'ubakaji',
    ],
    extortion: ['extortion', 'bribe', 'bribery', 'extorsion', 'soborno', 'hongo', 'rushwa'],
    'raid-premises': ['raid', 'descente', 'redada', 'uvamizi'],
    eviction: ['evicted', 'expulsion', 'desalojo'],
    threats: ['threat', 'menace', 'menaces', 'amenaza', 'amenazas', 'vitisho'],
    confiscation: ['theft by police', 'confiscation', 'confiscacion'],
    killing: ['murder', 'killing', 'homicide', 'meurtre', 'asesinato', 'homicidio', 'mauaji'],
  },
  yesNo: {
    yes: ['y', '1', 'true', 'x', 'oui', 'o', 'si', 's', 'ndiyo', 'ndio'],
    no: ['n', '0', 'false', 'non', 'hapana', 'la'],
    unknown: ['unknown', 'not known', 'don t know', 'inconnu', 'desconocido', 'haijulikani', 'sijui'],
  },
  role: { 'sex-worker': ['sw', 'fsw', 'msw', 'tsw', 'female sex worker', 'male sex worker', 'trans sex worker'] },
  perpetratorKind: {
    police: [
      'police officer',
      'police officers',
      'policeman',
      'policier',
      'policiers',
      'policia',
      'agente de policia',
      'polisi',
      'askari polisi',
    ],
    'local-government': ['county askari', 'city council', 'kanjo', 'municipal police'],
    unknown: ['unknown', 'inconnu', 'desconocido', 'haijulikani'],
  },
  injuries: { death: ['death', 'dead', 'killed', 'mort', 'muerte', 'kifo'], none: ['none', 'no injuries', 'aucune', 'ninguna', 'hakuna'] },
}

/** By list, the code of each word. A word of two codes says neither. */
const KNOWN = new Map<WordList, ReadonlyMap<string, string>>(
  (Object.keys(table) as WordList[]).map((list) => {
    const found = new Map<string, string | null>()
    const add = (words: string, code: string): void => {
      const plain = plainWords(words)
      if (plain !== '') found.set(plain, (found.get(plain) ?? code) === code ? code : null)
    }
    const labels: Readonly<Record<string, readonly string[]>> = table[list]
    for (const [code, words] of Object.entries(labels)) for (const word of [code, ...words]) add(word, code)
    for (const [code, words] of Object.entries(ALSO[list] ?? {}))
      for (const word of words) if (!found.has(plainWords(word))) add(word, code)
    if (list === 'types')
      for (const { slug, huridocs } of INCIDENT_TYPES) for (const word of huridocs ? [huridocs, huridocs.slice(4)] : []) add(word, slug)
    return [list, new Map([...found].flatMap(([words, code]) => (code === null ? [] : [[words, code] as const])))]
  }),
)

/** The code of a list that words mean: the code itself, what a screen calls it in any language, or its HURIDOCS code. Null for what is none of them. */
export const codeOf = (list: WordList, words: string): string | null => KNOWN.get(list)?.get(plainWords(words)) ?? null

/** What each code of a list is called, in all languages. */
export const labelsOf = (list: WordList): Readonly<Record<string, readonly string[]>> => table[list]
