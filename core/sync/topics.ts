import type SecretStream from '@hyperswarm/secret-stream'
import { toHex } from '../crypto/bytes.ts'
import { H } from '../crypto/hash.ts'
import { forget } from '../crypto/secret.ts'
import type { EpochKey } from '../log/types.ts'
import { noiseKeyPair, topicSecret } from '../space/keys.ts'
import type { Identity } from '../space/ports.ts'
import type { Space } from '../space/space.ts'
import { EPOCHS_BACK } from './membership.ts'
import type { InternetNode, Meeting } from './swarm.ts'

/** Where members of a space find each other on the internet, under one of its roster epochs. */
export function topicOf(epoch: EpochKey): Buffer {
  const secret = topicSecret(epoch.key)
  const topic = H('topic', secret)
  forget(secret)
  return topic
}

/**
 * The places of all spaces: one a space and roster epoch, each under a key of its own. The newest is announced and looked up, the two before
 * are only looked up, for those who missed a rekey.
 */
export class Topics {
  private readonly node: InternetNode
  private readonly identity: Identity
  private readonly onStream: (stream: SecretStream, space: Space) => void
  private readonly meetings = new Map<string, Meeting>()
  /** How many computers the roster of each space had at the last visit. */
  private readonly computers = new WeakMap<Space, number>()

  constructor(node: InternetNode, identity: Identity, onStream: (stream: SecretStream, space: Space) => void) {
    this.node = node
    this.identity = identity
    this.onStream = onStream
  }

  /** Goes where these spaces are to be met, and leaves the places of others. */
  visit(spaces: readonly Space[]): void {
    const wanted = new Set<string>()
    for (const space of spaces) {
      const more = this.hasMore(space)
      for (const [age, epoch] of space.rosterEpochs().slice(0, EPOCHS_BACK).entries()) {
        const name = `${toHex(space.id)}:${toHex(epoch.epochId)}`
        wanted.add(name)
        const known = this.meetings.get(name)
        if (known) {
          known.setAnnounce(age === 0)
          if (more) known.askAgain()
        } else this.meetings.set(name, this.meet(space, epoch, age === 0))
      }
    }
    for (const [name, meeting] of this.meetings) {
      if (wanted.has(name)) continue
      this.meetings.delete(name)
      void meeting.close()
    }
  }

  /** Whether the roster knows computers that it did not at the visit before. */
  private hasMore(space: Space): boolean {
    const now = space.computerCount
    const before = this.computers.get(space) ?? now
    this.computers.set(space, now)
    return now > before
  }

  private meet(space: Space, epoch: EpochKey, announce: boolean): Meeting {
    const keyPair = noiseKeyPair(this.identity.deviceSeed, space.id, epoch.epochId)
    return this.node.meet({ topic: topicOf(epoch), keyPair, announce, look: true, onStream: (stream) => this.onStream(stream, space) })
  }
}
