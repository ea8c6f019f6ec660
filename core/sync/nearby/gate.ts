import type { Socket } from 'node:net'
import { randomBytes } from '../../crypto/bytes.ts'
import { H } from '../../crypto/hash.ts'
import type { Timers } from '../timers.ts'

/** How long the other side has for what comes before the encryption, in ms. */
export const GATE_MS = 5_000
const CHALLENGE = 32
const NAME = 16
const TAG = 32

/** Members meet here, whatever their coalitions: which ones they share they learn behind the encryption. */
export const MEMBERS = Buffer.alloc(32)

/** What the one that was dialled says first: a challenge, and the name under which it is announced. */
export interface Answer {
  challenge: Buffer
  name: Buffer
}

/** What the one that dialled says to that: its own name, and a tag for the place where it wants to meet. */
export interface Knock {
  name: Buffer
  tag: Buffer
}

/** Shows that a place is known, only to who knows it too, and only on this connection. `name`: of the one that dialled. */
export const gateTag = (topic: Buffer, answer: Answer, name: Buffer): Buffer => H('nearby', topic, answer.challenge, answer.name, name)

/** Asks who has dialled us what it wants. Null where it does not say so in time; the socket is gone then. `own`: our name. */
export async function receiveKnock(socket: Socket, own: Buffer, timers: Timers): Promise<{ answer: Answer; knock: Knock } | null> {
  const answer = { challenge: randomBytes(CHALLENGE), name: own }
  socket.write(Buffer.concat([answer.challenge, answer.name]))
  const bytes = await take(socket, NAME + TAG, timers)
  return bytes && { answer, knock: { name: bytes.subarray(0, NAME), tag: bytes.subarray(NAME) } }
}

/** Waits until whom we have dialled answers. Null where it does not in time; the socket is gone then. */
export async function awaitAnswer(socket: Socket, timers: Timers): Promise<Answer | null> {
  const bytes = await take(socket, CHALLENGE + NAME, timers)
  return bytes && { challenge: bytes.subarray(0, CHALLENGE), name: bytes.subarray(CHALLENGE) }
}

/** Says what we want. `own`: our name. */
export function sendKnock(socket: Socket, answer: Answer, own: Buffer, topic: Buffer): void {
  socket.write(Buffer.concat([own, gateTag(topic, answer, own)]))
}

/** Exactly so many bytes; what follows stays in the socket. */
function take(socket: Socket, length: number, timers: Timers): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const end = (bytes: Buffer | null): void => {
      cancel()
      socket.off('readable', read)
      socket.off('close', gone)
      if (!bytes) socket.destroy()
      resolve(bytes)
    }
    const read = (): void => {
      const bytes = socket.read(length) as Buffer | null
      // At its end a socket gives what there is, and that is too little.
      if (bytes) end(bytes.length === length ? bytes : null)
    }
    const gone = (): void => end(null)
    const cancel = timers.after(GATE_MS, gone)
    socket.on('readable', read)
    socket.on('close', gone)
    read()
  })
}
