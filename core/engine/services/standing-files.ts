import type { Index, StandingFile } from '../../index/index.ts'
import { Pacer } from '../../pacer.ts'
import type { OrganisationId, SpaceId } from '../contract/index.ts'

/** Under which the journal keeps a file. */
export const rowOf = ({ list, key }: Pick<StandingFile, 'list' | 'key'>): string => list + key
/** Of one list under one key records may say different things, of which one at most is true. */
export const idOf = (file: StandingFile): string => `${rowOf(file)}${file.sha256}${file.size}`

/** A file as records of a space name it that stand, and whose they are: anybody can name another's. */
export interface NamedFile {
  file: StandingFile
  organisations: OrganisationId[]
}

/** What stands in a space, by `idOf`. Named by us it is ours, whoever names it too. */
export async function filesThatStand(index: Pick<Index, 'filesIn'>, space: SpaceId, pace: Pacer): Promise<Map<string, NamedFile>> {
  const standing = new Map<string, NamedFile>()
  for (const page of index.filesIn(space)) {
    for (const file of page) {
      const known = standing.get(idOf(file))
      if (!known) standing.set(idOf(file), { file, organisations: [file.organisation] })
      else if (!known.organisations.includes(file.organisation)) known.organisations.push(file.organisation)
      if (known && file.own) known.file = file
    }
    if (pace.due) await pace.breathe()
  }
  return standing
}

/** What records say of one list that is not what its bytes say (`says`: under the key of a file, null where that does not open them), by `idOf`. */
export async function liesOf(
  index: Pick<Index, 'filesUnder'>,
  space: SpaceId,
  list: string,
  says: (file: StandingFile) => Pick<StandingFile, 'size' | 'sha256'> | null,
): Promise<string[]> {
  const pace = new Pacer()
  const known = new Map<string, ReturnType<typeof says>>()
  const lies: string[] = []
  for (const page of index.filesUnder(space, list)) {
    for (const file of page) {
      if (pace.due) await pace.breathe()
      if (!known.has(file.key)) known.set(file.key, says(file))
      const said = known.get(file.key)
      if (said?.size !== file.size || said.sha256 !== file.sha256) lies.push(idOf(file))
    }
  }
  return lies
}
