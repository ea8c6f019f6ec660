import { type ForkProof, forkProof, type Witness } from '../../core/log/witness.ts'
import type { Space } from '../../core/space/space.ts'
import { bringAll, copyOf, type ForkStage, write } from './forks.ts'
import { joinAs, makeCoalition, pull } from './spaces.ts'

/** Alma holds one branch of Cvetka's log; Bosko, who is in league with her, has both, and speaks to Alma. */
export async function forkedTo(stage: ForkStage) {
  const cvetka = await stage.party('Cvetka')
  const [alma, bosko] = [await stage.party('Alma'), await stage.party('Bosko')]
  const { a, b } = await makeCoalition(alma, bosko)
  const c = await joinAs(a, cvetka)
  await bringAll([a, b, c])
  const other = await stage.twin(cvetka, c)
  const common = c.own.length
  await write(c, 6, 'to Alma')
  await write(other, 6, 'to Bosko')
  await pull(c.own, await copyOf(a, c))
  const victim = stage.peer(a)
  return { a, b, c, other, common, victim, cvetka }
}
export type ForkScene = Awaited<ReturnType<typeof forkedTo>>

export async function witnessOf(space: Space, index: number): Promise<Witness> {
  const made = await space.own.witness(index)
  if (!made) throw new Error('no such block')
  return made
}

export const proofOf = async ({ c, other, common }: ForkScene): Promise<ForkProof> =>
  forkProof(await witnessOf(c, common), await witnessOf(other, common))
