import type { Space } from '../space/space.ts'
import { Follower } from './follower.ts'

export interface FollowersPorts {
  /** Reads what arrived in a space's logs. */
  read(space: Space): Promise<void>
  rosterChanged(space: Space): void
  failed(error: unknown): void
}

/** The followers of all spaces: one each. */
export class Followers {
  private readonly ports: FollowersPorts
  private readonly followed = new Map<Space, { follower: Follower; stop: () => void }>()

  constructor(ports: FollowersPorts) {
    this.ports = ports
  }

  /** Follows those of these spaces that are not followed yet. */
  follow(spaces: readonly Space[]): void {
    const { read, rosterChanged, failed } = this.ports
    for (const space of spaces) {
      if (this.followed.has(space)) continue
      const follower = new Follower(space, read, failed)
      this.followed.set(space, { follower, stop: space.onRosterChange(() => rosterChanged(space)) })
    }
  }

  /** Follows no space any more. Resolves when no reading is under way. */
  async stop(): Promise<void> {
    const followed = [...this.followed.values()]
    this.followed.clear()
    for (const { stop } of followed) stop()
    await Promise.all(followed.map(({ follower }) => follower.stop()))
  }
}
