import { describe, expect, it } from 'vitest'
import { Caller } from '../support/caller.ts'
import type { Computer } from '../support/computer.ts'
import { eventually } from '../support/eventually.ts'
import { heldUp, STILL_MAX } from '../support/held-up.ts'
import { dial, InviteStage, type Inviting, members, pairingAt, pairNearby, stateOf } from '../support/invite-stage.ts'

const stage = InviteStage.forThisFile()

describe('a request that was recorded', () => {
  /** Poses as who invites, and hears what Bosko says to that. */
  async function record(): Promise<Inviting & { bosko: Computer; request: Buffer }> {
    const at = await stage.inviting()
    const bosko = await stage.hidden('Bosko')
    bosko.sync.join(at.text)
    const caller = await Caller.at(bosko, at.topic)
    const request = await eventually(() => {
      const heard = caller.last('request')
      if (!heard) throw new Error('nothing was heard')
      return heard
    })
    caller.stream.destroy()
    return { ...at, bosko, request }
  }

  async function replayed({ alma, topic, request }: Awaited<ReturnType<typeof record>>): Promise<Caller> {
    const caller = await Caller.at(alma, topic)
    caller.send('request', request)
    await eventually(() => expect(caller.dropped).toBe(true))
    return caller
  }

  it('gets nothing once the invite is used, but that it is', async () => {
    const at = await record()
    await dial(at.bosko, at.alma)
    const { phrase } = await pairingAt(at.alma, 'compare')
    expect((await replayed(at)).kinds).toEqual(['reply'])
    expect(at.alma.sync.pairings()).toHaveLength(1)
    expect((await pairingAt(at.alma, 'compare')).phrase).toEqual(phrase)
    await pairNearby(at.alma, at.bosko, at.text)
    expect((await replayed(at)).kinds).toEqual(['reply'])
    expect(members(at.space)).toEqual(['Alma', 'Bosko'])
  })

  it('gets nothing once the invite has expired, but that it has', async () => {
    const at = await record()
    at.bosko.sync.dismiss(at.bosko.sync.pairings()[0]?.pairingId ?? '')
    stage.ahead = 25 * 60 * 60 * 1000
    const caller = await Caller.at(at.alma, at.topic)
    caller.send('request', at.request)
    await eventually(() => expect(caller.dropped).toBe(true))
    expect(caller.kinds).toEqual(['reply'])
    expect([members(at.space), at.alma.sync.pairings()]).toEqual([['Alma'], []])
  })

  it('under another key shows another phrase than its own writer sees', async () => {
    const at = await record()
    const caller = await Caller.at(at.alma, at.topic)
    caller.send('request', at.request)
    const { phrase, pairingId } = await pairingAt(at.alma, 'compare')
    await dial(at.bosko, at.alma)
    await pairingAt(at.bosko, 'used')
    expect(phrase).not.toEqual(at.bosko.sync.pairings()[0]?.phrase)
    // And where Alma says yes to it all the same, nothing that follows can be read or said by who lacks the keys in it.
    await at.alma.sync.confirm(pairingId, true)
    caller.send('same')
    await eventually(() => expect(caller.kinds).toContain('same'))
    expect(caller.kinds).not.toContain('reply')
    expect(members(at.space)).toEqual(['Alma'])
  })
})

describe('two candidates with one invite', () => {
  it('at the same moment: exactly one of them comes in, and the other is told', async () => {
    for (let round = 0; round < 2; round += 1) {
      const { alma, space, text } = await stage.inviting(`Alma ${round}`)
      const both = await Promise.all([stage.hidden(`Bosko ${round}`), stage.hidden(`Cvetka ${round}`)])
      for (const one of both) one.sync.join(text)
      const still = await heldUp(async () => {
        await Promise.all(both.map((one) => dial(one, alma)))
        await eventually(() => expect(both.map(stateOf).sort()).toEqual(['compare', 'used']))
        const [first] = both.filter((one) => stateOf(one) === 'compare')
        if (!first) throw new Error('one has it')
        const [here, there] = [await pairingAt(alma, 'compare'), await pairingAt(first, 'compare')]
        expect(here.phrase).toEqual(there.phrase)
        await Promise.all([alma.sync.confirm(here.pairingId, true), first.sync.confirm(there.pairingId, true)])
        await pairingAt(first, 'joined')
      })
      expect(still).toBeLessThan(STILL_MAX)
      expect(members(space)).toHaveLength(2)
      expect(both.map(({ spaces }) => spaces.length).sort()).toEqual([0, 1])
      expect(alma.sync.pairings()).toHaveLength(1)
      await Promise.all([alma, ...both].map(({ sync }) => sync.setNearby(false)))
    }
  })
})

describe('the place of an invite that others keep full', () => {
  it('has room for who knows the invite', async () => {
    const { alma, space, text, topic } = await stage.inviting()
    const bosko = await stage.hidden('Bosko')
    let over = false
    // They say nothing, and whoever is sent away is there again at once.
    const fill = async (from: string): Promise<void> => {
      const caller = await Caller.at(alma, topic, { from })
      caller.stream.on('close', () => {
        if (!over) void fill(from).catch(() => undefined)
      })
    }
    for (let i = 0; i < 8; i += 1) await fill(`127.0.0.${i + 2}`)
    await pairNearby(alma, bosko, text)
    over = true
    expect(members(space)).toEqual(['Alma', 'Bosko'])
  })
})
