import { afterEach, beforeEach, it } from 'vitest'
import { openApp, temporaryProfile } from './harness.ts'
import { Person } from './person.ts'
import { foundCoalition, overNetwork, story } from './story.ts'
import { type Desk, meetingPoints } from './two-organisations.ts'

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
  const app = await openApp(temporaryProfile())
  const desk = { app, person: new Person(app.page) }
  desks.push(desk)
  await desk.person.startOrganisation(name)
  await desk.person.setMeetingPoint(points.address)
  return desk
}

it('is a coalition of two over the internet: joined, shared, alerted, and one is removed', async () => {
  const [a, b] = await Promise.all([start('Asha Collective'), start('Bella Network')])
  await foundCoalition(a)
  await story(a, b, overNetwork)
})
