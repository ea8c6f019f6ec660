import { createSocket } from 'node:dgram'
import { afterEach, expect } from 'vitest'
import type { Pairing } from '../../core/engine/contract/index.ts'
import { foundSpace, openSpace } from '../../core/space/found.ts'
import type { Space } from '../../core/space/space.ts'
import { MDNS } from '../../core/sync/nearby/radio.ts'
import type { Timers } from '../../core/sync/timers.ts'
import { Computer } from './computer.ts'
import { eventually } from './eventually.ts'
import type { Party } from './spaces.ts'
import { Stage } from './stage.ts'

export interface ComputerOptions {
  spaces?: Space[]
  timers?: Timers
  /** Where it speaks multicast DNS. */
  group?: typeof MDNS
}

/** A stage of whole computers, of which none may have had a fault of its own when its test ends. */
export class ComputerStage extends Stage {
  readonly computers: Computer[] = []

  static override forThisFile(): ComputerStage {
    return new ComputerStage().forEachTest()
  }

  protected override forEachTest(): this {
    let closed: Computer[] = []
    // The last to be set is the first to run.
    afterEach(() => expect(closed.flatMap(({ faults }) => faults)).toEqual([]))
    super.forEachTest()
    afterEach(async () => {
      closed = this.computers.splice(0)
      for (const { sync } of closed) await sync.close()
    })
    return this
  }

  async computer(name: string, options: ComputerOptions = {}): Promise<Computer> {
    return this.computerOf(await this.party(name), options)
  }

  computerOf(party: Party, { spaces = [], timers, group }: ComputerOptions): Computer {
    const made = new Computer(party, spaces, timers, group)
    this.computers.push(made)
    return made
  }
}

/** Founds a coalition at a computer. */
export async function foundAt(at: Computer, name = 'Alliance'): Promise<Space> {
  const { identity, around } = at.party
  const space = await openSpace(await foundSpace('coalition', name, identity, around), identity, around)
  at.spaces.push(space)
  at.sync.spacesChanged()
  return space
}

/** The last pairing of a computer, once it is at this step. */
export const pairingOf = (at: Computer, state: Pairing['state']): Promise<Pairing> =>
  eventually(() => {
    const one = at.sync.pairings().at(-1)
    expect(one?.state).toBe(state)
    return one as Pairing
  })

/** Multicast DNS at a port of its own: who speaks there is heard by nobody else on the network. */
export async function ownGroup(): Promise<typeof MDNS> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, resolve))
  const { port } = socket.address()
  await new Promise<void>((resolve) => socket.close(() => resolve()))
  return { ...MDNS, port }
}
