import { afterEach, beforeEach, it } from 'vitest'
import { type Desk, openOrganisation } from './organisation.ts'
import { foundCoalition, overNetwork, story } from './story.ts'
import { meetingPoints } from './two-organisations.ts'

let points: Awaited<ReturnType<typeof meetingPoints>>
const desks: Desk[] = []

beforeEach(async () => {
  points = await meetingPoints()
})
afterEach(async () => {
  await Promise.all(desks.splice(0).map(({ app }) => app.kill()))
  await points.destroy()
})

async function start(name: string): Promise<Desk> {
  const desk = await openOrganisation(name)
  desks.push(desk)
  await desk.person.setMeetingPoint(points.address)
  return desk
}

it('is a coalition of two over the internet: joined, shared, alerted, and one is removed', async () => {
  const [a, b] = await Promise.all([start('Asha Collective'), start('Bella Network')])
  await foundCoalition(a)
  await story(a, b, overNetwork)
})
