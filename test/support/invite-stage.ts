import { beforeEach, expect } from 'vitest'
import type { Pairing } from '../../core/engine/contract/index.ts'
import type { Space } from '../../core/space/space.ts'
import { decodeInvite, type Invite, inviteKeys } from '../../core/sync/pairing/invite.ts'
import { systemTimers } from '../../core/sync/timers.ts'
import { portOf } from './caller.ts'
import type { Computer } from './computer.ts'
import { ComputerStage, foundAt, ownGroup } from './computer-stage.ts'
import { eventually } from './eventually.ts'

export const stateOf = (at: Computer): Pairing['state'] | undefined => at.sync.pairings().at(-1)?.state
export const pairingAt = (at: Computer, state: Pairing['state']): Promise<Pairing> =>
  eventually(() => {
    expect(stateOf(at)).toBe(state)
    return at.sync.pairings().at(-1) as Pairing
  })
export const members = (space: Space): string[] => (space.roster?.members ?? []).map(({ name }) => name)
export const dial = (from: Computer, to: Computer): Promise<void> => from.sync.dial(`127.0.0.1:${portOf(to)}`)

/** An invite, who made it, and what who has it can know. */
export interface Inviting {
  alma: Computer
  space: Space
  text: string
  invite: Invite
  topic: Buffer
}

/** A stage on which people are invited over the local network. */
export class InviteStage extends ComputerStage {
  /** How far the clock of whoever invites is ahead, in ms. */
  ahead = 0

  static override forThisFile(): InviteStage {
    return new InviteStage().forEachTest()
  }

  protected override forEachTest(): this {
    super.forEachTest()
    beforeEach(() => {
      this.ahead = 0
    })
    return this
  }

  /** A computer that nobody finds: only who dials it is there. */
  async hidden(name: string, timers = systemTimers): Promise<Computer> {
    const made = await this.computer(name, { group: await ownGroup(), timers })
    await made.sync.setNearby(true)
    return made
  }

  async inviting(name = 'Alma'): Promise<Inviting> {
    const alma = await this.hidden(name, { ...systemTimers, now: () => Date.now() + this.ahead })
    return this.anotherInvite(alma, await foundAt(alma))
  }

  anotherInvite(alma: Computer, space: Space): Inviting {
    const text = alma.sync.invite(space, 24).text ?? ''
    const invite = decodeInvite(text)
    return { alma, space, text, invite, topic: inviteKeys(invite).topic }
  }
}

/** Two honest persons pair. */
export async function pairNearby(inviter: Computer, candidate: Computer, text: string): Promise<void> {
  candidate.sync.join(text)
  await dial(candidate, inviter)
  const [here, there] = await eventually(() => {
    const [one, other] = [inviter, candidate].map(({ sync }) => sync.pairings().at(-1))
    expect([one?.state, other?.state]).toEqual(['compare', 'compare'])
    expect(one?.phrase).toEqual(other?.phrase)
    return [one, other] as [Pairing, Pairing]
  })
  await Promise.all([inviter.sync.confirm(here.pairingId, true), candidate.sync.confirm(there.pairingId, true)])
  await pairingAt(candidate, 'joined')
  await pairingAt(inviter, 'joined')
}
