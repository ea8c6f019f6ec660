/**
 * One number for a row of `item` or of `card`, so that a reference needs no id of 32 bytes: its row number doubled, and one more for a card.
 */
export const sourceOf = (table: 'item' | 'card', id: number): number => id * 2 + Number(table === 'card')

/** The same in SQL: joins the row that `source` stands for. */
export const ITEM_AT = (source: string): string => `item.id = CASE WHEN ${source} % 2 = 0 THEN ${source} / 2 END`
export const CARD_AT = (source: string): string => `card.id = CASE WHEN ${source} % 2 = 1 THEN ${source} / 2 END`

/** Of a record's id the hash, by which `target` has it (recordIdOf). */
export const HASH_OF = (record: string): string => `substr(${record}, 17)`
/** The number of a record that others name. */
export const TARGET = `(SELECT id FROM target WHERE record = ${HASH_OF('?')})`
/** The same of a row of `card`, as a condition. */
export const TARGET_IS_CARD = `target.record = ${HASH_OF('card.record')}`
