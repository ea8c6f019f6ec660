import { EventEmitter } from 'node:events'
import type SecretStream from '@hyperswarm/secret-stream'
import { SEGMENT_ENCODED_MAX } from '../log/segment.ts'
import { PART_MESSAGE_MAX } from './fork-messages.ts'
import { capFrames } from './frame-cap.ts'
import { MESSAGE_MAX } from './messages.ts'
import type { RefusalCode } from './refusal.ts'

/** Bytes that a frame has beyond its message: channel and type for protomux, tag and authentication of the encryption. */
const FRAME_OVERHEAD = 64
/** Longest message before and after the membership proof. */
export const SESSION_LIMITS = { early: MESSAGE_MAX.proof, later: Math.max(SEGMENT_ENCODED_MAX, MESSAGE_MAX.heads, PART_MESSAGE_MAX) }
/** Longest frame about channels themselves, and how many of those a stream may carry in its life. */
const CONTROL_BYTES_MAX = 128
const CONTROLS_MAX = 256

const CONTROL = { batch: 0, open: 1, reject: 2, close: 3 } as const

/**
 * What protomux is given in place of the stream. It looks at every frame before protomux decodes it, and ends the stream where one breaks a bound
 * that protomux does not have itself: its batches may nest without end, the number of its channels and of messages for none is unlimited.
 */
export class Wire extends EventEmitter {
  /** Where protomux leaves its mark. */
  userData: unknown = null
  private readonly stream: SecretStream
  private readonly breach: (code: RefusalCode) => void
  private readonly holders = new Set<unknown>()
  private readonly limits: { early: number; later: number }
  private max: number
  private controls = 0

  /** `limits`: longest message before and after `trust`, in bytes. */
  constructor(stream: SecretStream, breach: (code: RefusalCode) => void, limits = SESSION_LIMITS) {
    super()
    this.limits = limits
    this.max = limits.early + FRAME_OVERHEAD
    this.stream = stream
    this.breach = breach
    capFrames(
      stream,
      () => this.max,
      () => breach('oversize'),
    )
    // A stream may fail before protomux listens, and an error that nobody hears ends the process: its close tells all that is needed.
    this.on('error', () => undefined)
    stream.on('drain', () => this.emit('drain'))
    stream.on('end', () => this.emit('end'))
    stream.on('error', () => this.emit('error', new Error('stream failed')))
    stream.on('close', () => this.emit('close'))
  }

  get destroyed(): boolean {
    return this.stream.destroyed
  }

  /** Begins to read. Nothing is lost before: the stream keeps what came. */
  start(): void {
    this.stream.on('data', (frame: Buffer) => this.take(frame))
  }

  /** The peer has proven a space: it may send segments. */
  trust(): void {
    this.max = this.limits.later + FRAME_OVERHEAD
  }

  /** Room for the frame that is written next: it is sealed where it lies. */
  alloc(length: number): Buffer {
    return this.stream.alloc(length)
  }

  write(bytes: Buffer): boolean {
    return this.stream.write(bytes)
  }

  /** Reads no more until everybody who asked for it lets go: the peer's sending comes to a halt by itself. */
  hold(by: unknown): void {
    this.holders.add(by)
    this.stream.pause()
  }

  release(by: unknown): void {
    if (this.holders.delete(by) && this.holders.size === 0) this.stream.resume()
  }

  pause(): void {
    this.hold(this)
  }

  resume(): void {
    this.release(this)
  }

  end(): void {
    this.stream.end()
  }

  /** Protomux calls this with what it could not decode. */
  destroy(error?: Error): void {
    if (error) this.breach('malformed')
    this.stream.destroy()
  }

  private take(frame: Buffer): void {
    if (this.stream.destroyed || frame.length === 0) return
    const fault = this.faultOf(frame)
    if (fault) this.breach(fault)
    else this.emit('data', frame)
  }

  private faultOf(frame: Buffer): RefusalCode | null {
    if (frame.length > this.max) return 'oversize'
    const [channel = 0, type = 0] = frame
    // Numbers over 252 take several bytes; neither channels nor types come near.
    if (channel > 0xfc || type > 0xfc || frame.length < 2) return 'malformed'
    if (channel !== 0) return null
    if (type === CONTROL.batch || type > CONTROL.close) return 'malformed'
    if (frame.length > CONTROL_BYTES_MAX) return 'oversize'
    const about = frame[2] ?? 0
    if (about === 0 || about > 0xfc) return 'malformed'
    this.controls += 1
    return this.controls > CONTROLS_MAX ? 'flood' : null
  }
}
