import { expect, it } from 'vitest'
import { foundSpace, openSpace } from '../../core/space/found.ts'
import type { Space } from '../../core/space/space.ts'
import { ComputerStage, ownGroup } from '../support/computer-stage.ts'
import { eventually } from '../support/eventually.ts'
import { joinAs, record, texts } from '../support/spaces.ts'

const MEMBERS = 20

const stage = ComputerStage.forThisFile()

it('twenty members on one network all come to the same log and roster, and one is removed', async () => {
  const group = await ownGroup()
  const parties = await Promise.all(Array.from({ length: MEMBERS }, (_, i) => stage.party(`member ${i}`)))
  const [founder] = parties
  if (!founder) throw new Error('no founder')
  const first = await openSpace(
    await foundSpace('coalition', 'Alliance', founder.identity, founder.around),
    founder.identity,
    founder.around,
  )
  const spaces = [first]
  for (const party of parties.slice(1)) spaces.push(await joinAs(first, party))
  for (const [i, party] of parties.entries()) stage.computerOf(party, { spaces: [spaces[i] as Space], group })
  await Promise.all(stage.computers.map(({ sync }) => sync.setNearby(true)))

  await eventually(() => expect(spaces.filter(({ writable }) => !writable)).toEqual([]))
  await Promise.all(spaces.map((space, i) => space.write([record(`first of ${i}`), record(`second of ${i}`)])))
  const all = spaces.flatMap((_, i) => [`first of ${i}`, `second of ${i}`]).sort()
  for (const space of spaces) await eventually(async () => expect(await texts(space)).toEqual(all))

  const gone = spaces.at(-1) as Space
  const instance = first.roster?.members.find(({ name }) => name === `member ${MEMBERS - 1}`)?.instance
  if (!instance) throw new Error('the last is a member')
  await first.remove(instance)
  await first.write([record('after the removal')])
  const rest = spaces.slice(0, -1)
  for (const space of rest) await eventually(async () => expect(await texts(space)).toEqual([...all, 'after the removal'].sort()))
  expect(rest.map(({ roster }) => roster?.members.filter(({ present }) => present).length)).toEqual(rest.map(() => MEMBERS - 1))
  expect(await texts(gone)).toEqual(all)
  expect(stage.computers.flatMap(({ faults, sync }) => [...faults, ...sync.status().refusals])).toEqual([])
})
