import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import type { Space } from '../../core/space/space.ts'
import { makeParty, type Party } from './spaces.ts'
import { Peer } from './sync.ts'

/** Organisations with stores in a folder of their own, and the peers that speak for their spaces. Each test begins with none. */
export class Stage {
  readonly parties: Party[] = []
  readonly peers: Peer[] = []
  private at: string | null = null

  /** Has the test runner make and clear what the tests of a file need. */
  static forThisFile(): Stage {
    return new Stage().forEachTest()
  }

  protected forEachTest(): this {
    beforeEach(async () => {
      this.at = await mkdtemp(join(tmpdir(), 'parasol-stage-'))
    })
    afterEach(async () => {
      for (const peer of this.peers.splice(0)) await peer.close()
      for (const { store } of this.parties.splice(0)) await store.close()
      await rm(this.folder, { recursive: true, force: true })
    })
    return this
  }

  get folder(): string {
    if (!this.at) throw new Error('only within a test')
    return this.at
  }

  async party(name: string, now?: () => number): Promise<Party> {
    const made = await makeParty(this.folder, name, now)
    this.parties.push(made)
    return made
  }

  peer(...spaces: Space[]): Peer {
    const made = new Peer(spaces)
    this.peers.push(made)
    return made
  }
}
