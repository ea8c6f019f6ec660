import { connect } from 'node:net'
import SecretStream from '@hyperswarm/secret-stream'
import { afterEach, describe, expect, it } from 'vitest'
import { randomBytes } from '../../core/crypto/bytes.ts'
import { awaitAnswer, MEMBERS, sendKnock } from '../../core/sync/nearby/gate.ts'
import { systemTimers } from '../../core/sync/timers.ts'
import type { Computer } from '../support/computer.ts'
import { ComputerStage, ownGroup } from '../support/computer-stage.ts'
import { eventually } from '../support/eventually.ts'
import { makeCoalition } from '../support/spaces.ts'

const stage = ComputerStage.forThisFile()
const strangers: SecretStream[] = []

afterEach(() => {
  for (const stranger of strangers.splice(0)) stranger.destroy()
})

/** Two members on one network, who have not heard of each other: each listens at a port of its own. */
async function members(): Promise<{ alma: Computer; bosko: Computer }> {
  const [alma, bosko] = [await stage.party('Alma'), await stage.party('Bosko')]
  const { a, b } = await makeCoalition(alma, bosko)
  const made = [
    stage.computerOf(alma, { spaces: [a], group: await ownGroup() }),
    stage.computerOf(bosko, { spaces: [b], group: await ownGroup() }),
  ]
  for (const { sync } of made) await sync.setNearby(true)
  return { alma: made[0] as Computer, bosko: made[1] as Computer }
}

const portOf = (at: Computer): number => Number(at.sync.status().addresses[0]?.split(':')[1])
const addressOf = (at: Computer): string => `127.0.0.1:${portOf(at)}`

/** What a computer calls itself, to whoever dials it. */
async function nameOf(at: Computer): Promise<Buffer> {
  const socket = connect({ port: portOf(at), host: '127.0.0.1' }).on('error', () => undefined)
  const answer = await awaitAnswer(socket, systemTimers)
  socket.destroy()
  if (!answer) throw new Error('no answer')
  return answer.name
}

/** Somebody with a Parasol, at an address, under a name, who is behind the gate and says no more. */
async function stranger(at: Computer, localAddress: string, name = randomBytes(16)): Promise<void> {
  const socket = connect({ port: portOf(at), host: '127.0.0.1', localAddress }).on('error', () => undefined)
  const answer = await awaitAnswer(socket, systemTimers)
  if (!answer) throw new Error('no answer')
  sendKnock(socket, answer, name, MEMBERS)
  const stream = new SecretStream(true, socket)
  stream.on('error', () => undefined)
  strangers.push(stream)
  await stream.opened
}

const met = (at: Computer) => eventually(() => expect(at.sync.status().connections).toBe(1))

describe('a stranger on the local network', () => {
  it('at a few addresses keeps no partner out by filling the hall', async () => {
    const { alma, bosko } = await members()
    for (const host of ['127.0.0.2', '127.0.0.3']) for (let i = 0; i < 16; i += 1) await stranger(alma, host)
    await bosko.sync.dial(addressOf(alma))
    await met(alma)
  })

  it('is not taken for a partner whose name it uses', async () => {
    const { alma, bosko } = await members()
    const name = await nameOf(bosko)
    await stranger(alma, '127.0.0.2', name)
    await alma.sync.dial(addressOf(bosko))
    await met(alma)
  })
})
