import type Protomux from 'protomux'
import type { Channel, EncodingState, Message } from 'protomux'
import { Queue } from '../log/queue.ts'
import { faultCode } from './faults.ts'
import { Inbox } from './inbox.ts'
import type { RefusalCode } from './refusal.ts'
import type { Wire } from './wire.ts'

/** The messages of a space by their numbers (docs/protocol.md section 8). */
const MESSAGES = ['heads', 'want', 'segment', 'ask', 'chunk', 'receipts', 'fork'] as const

/** A message in pieces, one after the other: they are put together in the frame itself. */
const IN_PIECES = {
  preencode(state: EncodingState, pieces: readonly Uint8Array[]): void {
    for (const { length } of pieces) state.end += length
  },
  encode(state: EncodingState, pieces: readonly Uint8Array[]): void {
    for (const piece of pieces) {
      state.buffer.set(piece, state.start)
      state.start += piece.length
    }
  },
  decode(state: EncodingState): Buffer {
    const bytes = state.buffer.subarray(state.start, state.end)
    state.start = state.end
    return bytes
  },
}

export type SpaceMessage = (typeof MESSAGES)[number]

export interface SpaceLinePorts {
  wire: Wire
  /** What is done with each message, one after the other. */
  on: Record<SpaceMessage, (bytes: Buffer) => Promise<void> | void>
  drop(code: RefusalCode): void
  failed(error: unknown): void
  /** Once, in the tick in which the line ends, by whoever ended it. */
  stopped(): void
  /** The channel is closed on both sides. */
  closed(): void
}

/** Carries what is said about one space: each direction in order, and no faster than its reader reads. */
export class SpaceLine {
  private readonly ports: SpaceLinePorts
  private readonly channel: Channel | null
  private readonly messages = new Map<SpaceMessage, Message<readonly Uint8Array[]>>()
  private readonly inbox: Inbox
  private readonly outbox = new Queue()
  private readonly besides = new Set<Promise<void>>()
  private readonly drained: () => boolean
  private onDrain: (() => void) | null = null
  private ended = false

  constructor(mux: Protomux, id: Buffer, ports: SpaceLinePorts) {
    this.ports = ports
    this.inbox = new Inbox(ports.wire)
    this.drained = () => mux.drained
    this.channel = mux.createChannel({
      protocol: 'parasol/space/1',
      id,
      ondrain: () => this.onDrain?.(),
      onclose: () => {
        this.close()
        ports.closed()
      },
    })
    for (const name of this.channel ? MESSAGES : []) this.add(name)
  }

  get closed(): boolean {
    return this.ended
  }

  open(): void {
    this.channel?.open()
  }

  /** In the same tick: nothing is sent or taken afterwards. */
  close(): void {
    if (this.ended) return
    this.ended = true
    this.inbox.letGo()
    this.ports.stopped()
    this.onDrain?.()
    this.channel?.close()
  }

  /** Resolves, after close(), when no task runs any more. */
  async idle(): Promise<void> {
    await Promise.all([this.inbox.idle(), this.outbox.idle(), ...this.besides])
  }

  /** Says something at once. Within a task of `later`, after `room`. */
  say(name: SpaceMessage, ...pieces: readonly Uint8Array[]): void {
    this.messages.get(name)?.send(pieces)
  }

  /** Work on a message of the peer, one after the other; the stream is held while too many wait. */
  receive(task: () => Promise<void>): void {
    this.inbox.run(() => this.guarded(task))
  }

  /** Work on a message that goes on while the next is worked on. */
  beside(work: Promise<void>): void {
    const done = work.catch((error: unknown) => this.fault(error)).finally(() => this.besides.delete(done))
    this.besides.add(done)
  }

  /** Work that says something, one after the other. Resolves when it is done, whatever came of it. */
  later(task: () => Promise<void>): Promise<void> {
    return this.outbox.run(() => this.guarded(task))
  }

  /** Waits until the peer has read what was sent; false where the line has ended. */
  async room(): Promise<boolean> {
    while (!this.ended && !this.drained()) {
      await new Promise<void>((resolve) => {
        this.onDrain = resolve
      })
    }
    this.onDrain = null
    return !this.ended
  }

  private add(name: SpaceMessage): void {
    const { on } = this.ports
    const message = this.channel?.addMessage({ encoding: IN_PIECES, onmessage: (bytes) => this.receive(async () => on[name](bytes)) })
    if (message) this.messages.set(name, message)
  }

  private async guarded(task: () => Promise<void>): Promise<void> {
    if (this.ended) return
    try {
      await task()
    } catch (error) {
      this.fault(error)
    }
  }

  private fault(error: unknown): void {
    const code = faultCode(error)
    if (code) this.ports.drop(code)
    else this.ports.failed(error)
  }
}
