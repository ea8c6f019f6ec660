import type { RecordState } from './fold.ts'

type Said = Readonly<Record<string, unknown>>

/**
 * What a record says, once for each of the versions that stand at once: first what it shows, then the same with what other computers have written in its
 * place. Whatever is asked before something leaves is asked of all of them: the words can be about whoever stands in any.
 */
export function saidIn({ fields, conflicts }: { fields: Said; conflicts: RecordState['conflicts'] }): Said[] {
  const versions = Math.max(1, ...conflicts.map(({ values }) => values.length))
  return Array.from({ length: versions }, (_, at) => ({
    ...fields,
    ...Object.fromEntries(conflicts.flatMap(({ field, values: { [at]: one } }) => (one === undefined ? [] : [[field, one.value]]))),
  }))
}
