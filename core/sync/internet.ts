import type SecretStream from '@hyperswarm/secret-stream'
import type { Network } from '../engine/contract/index.ts'
import type { Identity } from '../space/ports.ts'
import type { Space } from '../space/space.ts'
import { checkBootstrap } from './bootstrap.ts'
import type { MeetingNode } from './place.ts'
import { InternetNode } from './swarm.ts'
import type { Timers } from './timers.ts'
import { Topics } from './topics.ts'

export interface InternetPorts {
  timers: Timers
  identity: Identity
  /** Those that are spoken of, as they are now. */
  spaces(): Space[]
  /** Somebody on the internet who may be a member of this space. */
  onStream(stream: SecretStream, space: Space): void
  /** Pairings go over this node from now on; null: no more. */
  pair(node: MeetingNode | null): void
  /** It is about to be off: end the connections that it brought. */
  hangUp(): void
  changed(): void
  failed(error: unknown): void
}

/** The internet as the sync manager uses it: off until it is switched on. */
export class InternetLink {
  private readonly ports: InternetPorts
  private now: Network['internet'] = 'off'
  private running: { node: InternetNode; topics: Topics; bootstrap: string[] } | null = null
  private switching: Promise<void> = Promise.resolve()

  constructor(ports: InternetPorts) {
    this.ports = ports
  }

  get state(): Network['internet'] {
    return this.now
  }

  /** Returns when it is off, or on its way to being on. `bootstrap` empty: the public list. Throws BAD_BOOTSTRAP, and changes nothing then. */
  set(on: boolean, bootstrap: readonly string[]): Promise<void> {
    const addresses = checkBootstrap(bootstrap)
    const step = this.switching.then(async () => {
      if (on && this.running?.bootstrap.join() === addresses.join()) return
      await this.stop()
      if (on) this.start(addresses)
    })
    this.switching = step.catch(() => undefined)
    return step
  }

  /** The spaces may have changed: others are met for those that there are now. */
  visit(): void {
    this.running?.topics.visit(this.ports.spaces())
  }

  private start(bootstrap: string[]): void {
    const { timers, identity, onStream } = this.ports
    const node = new InternetNode(bootstrap, timers)
    this.running = { node, topics: new Topics(node, identity, onStream), bootstrap }
    this.become('starting')
    this.visit()
    this.ports.pair(node)
    void this.becomeOn(node)
  }

  private async becomeOn(node: InternetNode): Promise<void> {
    try {
      await node.ready()
    } catch (error) {
      this.ports.failed(error)
    }
    if (this.running?.node === node) this.become('on')
  }

  private async stop(): Promise<void> {
    const { running } = this
    if (!running) return
    this.running = null
    this.ports.pair(null)
    this.ports.hangUp()
    await running.node.close()
    this.become('off')
  }

  private become(state: Network['internet']): void {
    this.now = state
    this.ports.changed()
  }
}
