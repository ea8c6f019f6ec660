import type { Index } from '../../index/index.ts'
import { encodeBody, tombstoneBody } from '../../records/body.ts'
import type { RecordState } from '../../records/fold.ts'
import { CARD_KINDS, filtersSchema, type RecordId, type SpaceId } from '../contract/index.ts'
import { present } from './record-words.ts'
import type { RecordWriter } from './record-writer.ts'

/** Tombstones of one batch. */
const AT_ONCE = 300

/** Erases every record of ours in a space, alerts and answers included, some hundred tombstones a batch. Throws as RecordWriter. */
export async function eraseOwn(audience: SpaceId, index: Index, writer: RecordWriter): Promise<void> {
  const space = writer.writable(audience)
  const madeIn = (recordId: RecordId): RecordState[] =>
    index.copies(recordId).flatMap((copy) => (copy.space === audience ? [present(index.state(copy.recordId))] : []))
  const filters = filtersSchema.parse({ audience })
  const own = [...index.stream(filters)].flatMap((page) =>
    page
      .filter((record) => record.own)
      // The row of a House record stands for what was made from it there.
      .flatMap((record) => (record.space === audience ? [record] : madeIn(record.recordId)))
      .map(({ name, heads }) => ({ name, heads })),
  )
  own.push(...index.ownAlertNames(audience).map((name) => ({ name, heads: [] })))
  const cards = CARD_KINDS.flatMap((kind) => index.recordsOf(kind)).flatMap((recordId) => index.card(recordId) ?? [])
  own.push(...cards.filter(({ space: at }) => at === audience).map(({ name, heads }) => ({ name, heads })))
  for (let at = 0; at < own.length; at += AT_ONCE) {
    const batch = own.slice(at, at + AT_ONCE)
    await writer.append(
      space,
      batch.map((record) => encodeBody(tombstoneBody(record.name, record.heads))),
    )
  }
}
