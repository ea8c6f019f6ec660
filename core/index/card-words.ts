import type { CardState } from '../records/fold.ts'
import { indexable, searchable } from './words.ts'

/** The words of a card as they go into its full-text table. Equal states give equal words. */
export interface CardWords {
  label: string
  text: string
}

/** The field that says of each kind what a card is called; of the others something that tells it apart. */
const LABEL: Readonly<Partial<Record<CardState['kind'], string>>> = {
  person: 'pseudonym',
  perpetrator: 'label',
  type: 'label',
  link: 'link',
}
/** The field that says how far it has come. */
const STATUS: Readonly<Partial<Record<CardState['kind'], string>>> = {
  request: 'status',
  complaint: 'state',
  perpetrator: 'kind',
  person: 'role',
  type: 'group',
}

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '')

/** How far a consent has come that was taken back. */
export const WITHDRAWN = 'withdrawn'

export const labelOf = ({ kind, fields }: CardState): string => textIn(fields[LABEL[kind] ?? 'title'])
export const statusOf = ({ kind, fields }: CardState): string | null =>
  kind === 'consent' ? ((fields.withdrawn ?? null) === null ? null : WITHDRAWN) : textIn(fields[STATUS[kind] ?? '']) || null

/** The unit or station of who did harm; null where none is said. */
export const unitOf = ({ kind, fields }: CardState): string | null => (kind === 'perpetrator' && textIn(fields.unit).trim()) || null

/** Its words, as the full-text table gets them; `texts` as in gist.ts. */
export const wordsOfCard = (state: CardState, texts: readonly string[]): CardWords => ({
  label: searchable(indexable(labelOf(state))),
  text: searchable(indexable(texts.join('\n'))),
})
