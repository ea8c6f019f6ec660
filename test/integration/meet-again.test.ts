import { expect, it } from 'vitest'
import { Organisations } from '../support/organisations.ts'
import { meets } from '../support/pair.ts'

const world = Organisations.forThisFile()

it('is met again after a kill, every time, without a dial that ends in silence', async () => {
  let [here, there] = [
    { name: 'Asha', engine: await world.organisation('Asha') },
    { name: 'Bella', engine: await world.organisation('Bella') },
  ]
  await world.coalitionOf(here.engine, there.engine)

  for (let round = 0; round < 6; round += 1) {
    await here.engine.kill()
    here.engine = await world.place.unlocked(world.dirOf(here.name))
    for (const { engine } of [here, there]) await meets(engine.client)
    ;[here, there] = [there, here]
  }
  for (const {
    engine: { client },
  } of [here, there])
    expect((await client.network.status()).refusals).toEqual([])
})
