import { randomInt } from 'node:crypto'
import { equal, randomBytes } from '../../crypto/bytes.ts'
import type { Timers } from '../timers.ts'
import { askPacket, readPacket, tellPacket } from './packet.ts'
import { type MDNS, Radio } from './radio.ts'

const NAME_BYTES = 16
/** How long a name is borne, in ms. */
const NAME_MS = 15 * 60_000
/** Names of ours that may still come back to us from the network. */
const NAMES_KEPT = 4
/** When it is asked who is there, in ms after something changed; the last one over and over. */
const ASKS_MS = [0, 500, 1_500, 4_000, 10_000, 20_000]
/** How long an answer is held back, in ms, so that not all answer at once, and that a flood of questions makes no flood of answers. */
const ANSWER_MS = { min: 20, max: 200 }

export interface FinderPorts {
  timers: Timers
  /** A computer that is there now. */
  found(name: Buffer, host: string, port: number): void
  /** Another network, or multicast began or ceased to work. */
  changed(): void
}

/** Finds others on the local network, and lets them find us, under a random name that says nothing and changes. */
export class Finder {
  private readonly ports: FinderPorts
  private readonly port: number
  private readonly radio: Radio
  private names: Buffer[] = [randomBytes(NAME_BYTES)]
  private asked = 0
  private cancelAsk: () => void = () => {}
  private cancelAnswer: (() => void) | null = null
  private cancelName: () => void = () => {}

  /** `port`: where we listen, as it is announced. */
  constructor(port: number, ports: FinderPorts, group?: typeof MDNS) {
    this.port = port
    this.ports = ports
    const changed = () => {
      this.ask()
      ports.changed()
    }
    const heard = (bytes: Buffer, from: string) => this.hear(bytes, from)
    this.radio = new Radio({ timers: ports.timers, heard, changed, switched: () => ports.changed() }, group)
    this.renameLater()
    this.ask()
  }

  /** The name that we bear now. */
  get name(): Buffer {
    return this.names[0] ?? Buffer.alloc(NAME_BYTES)
  }

  isOwn(name: Buffer): boolean {
    return this.names.some((one) => equal(one, name))
  }

  get works(): boolean {
    return this.radio.works
  }

  /** Asks who is there, often at first. */
  ask(): void {
    this.asked = 0
    this.cancelAsk()
    this.askLater()
  }

  close(): void {
    this.cancelAsk()
    this.cancelAnswer?.()
    this.cancelName()
    this.radio.close()
  }

  private askLater(): void {
    const wait = ASKS_MS[Math.min(this.asked, ASKS_MS.length - 1)] ?? 0
    this.cancelAsk = this.ports.timers.after(wait, () => {
      this.asked += 1
      this.radio.send(askPacket())
      // Who does not ask at the moment learns it too.
      this.radio.send(tellPacket(this.name, this.port))
      this.askLater()
    })
  }

  private renameLater(): void {
    this.cancelName = this.ports.timers.after(NAME_MS, () => {
      this.names = [randomBytes(NAME_BYTES), ...this.names].slice(0, NAMES_KEPT)
      this.renameLater()
      this.ask()
    })
  }

  private hear(bytes: Buffer, from: string): void {
    const heard = readPacket(bytes)
    if (heard?.kind === 'ask') this.answerLater()
    if (heard?.kind !== 'tell' || this.names.some((name) => equal(name, heard.name))) return
    this.ports.found(heard.name, from, heard.port)
  }

  private answerLater(): void {
    this.cancelAnswer ??= this.ports.timers.after(randomInt(ANSWER_MS.min, ANSWER_MS.max), () => {
      this.cancelAnswer = null
      this.radio.send(tellPacket(this.name, this.port))
    })
  }
}
