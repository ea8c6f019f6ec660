/** The parts of Holepunch's networking packages that core/sync uses. */

declare module '@hyperswarm/secret-stream' {
  import type { Duplex } from 'node:stream'
  /** A Noise-encrypted stream; a streamx Duplex, close enough to Node's for what is used. */
  export default class SecretStream extends Duplex {
    constructor(
      isInitiator: boolean,
      rawStream?: unknown,
      options?: { keyPair?: { publicKey: Buffer; secretKey: Buffer }; autoStart?: boolean },
    )
    /** Begins on a stream, where that was left open at first. */
    start(rawStream: unknown): void
    readonly isInitiator: boolean
    readonly publicKey: Buffer
    /** Null until the handshake is done. */
    readonly remotePublicKey: Buffer | null
    /** 64 bytes, once opened. */
    readonly handshakeHash: Buffer | null
    readonly opened: Promise<boolean>
    readonly rawStream: Duplex
    setKeepAlive(ms: number): void
    setTimeout(ms: number): this
    /** Room for a message of so many bytes, which is sealed where it lies if it is written next. */
    alloc(length: number): Buffer
    /** Length of the frame that comes in, as its sender announced it. Inside the library: only core/sync/frame-cap.ts leans on it. */
    _len: number
  }
}

declare module 'protomux' {
  export interface Message<T = Buffer> {
    /** False when the stream's buffer is full. */
    send(message: T): boolean
  }
  /** Of compact-encoding: where in a frame a message is written or read. */
  export interface EncodingState {
    buffer: Buffer
    start: number
    end: number
  }
  export interface MessageOptions<T> {
    encoding: {
      preencode(state: EncodingState, message: T): void
      encode(state: EncodingState, message: T): void
      decode(state: EncodingState): Buffer
    }
    onmessage: (bytes: Buffer) => void | Promise<void>
  }
  export interface Channel {
    readonly opened: boolean
    readonly closed: boolean
    addMessage<T>(options: MessageOptions<T>): Message<T>
    addMessage(options: { onmessage: (bytes: Buffer) => void | Promise<void> }): Message
    open(): void
    close(): void
  }
  export interface ChannelOptions {
    protocol: string
    id?: Buffer | null
    onopen?: () => void
    onclose?: () => void
    ondrain?: () => void
  }
  export default class Protomux {
    constructor(stream: unknown)
    readonly drained: boolean
    createChannel(options: ChannelOptions): Channel | null
    pair(options: { protocol: string; id?: Buffer | null }, notify: (id: Buffer | null) => void | Promise<void>): void
    unpair(options: { protocol: string; id?: Buffer | null }): void
    destroy(error?: Error): void
  }
}

declare module 'hyperdht' {
  import type { EventEmitter } from 'node:events'
  export interface Address {
    host: string
    port: number
  }
  export default class HyperDHT extends EventEmitter {
    constructor(options?: { bootstrap?: (Address | string)[]; host?: string; port?: number })
    readonly destroyed: boolean
    fullyBootstrapped(): Promise<void>
    destroy(options?: { force?: boolean }): Promise<void>
  }
}

declare module 'hyperdht/testnet.js' {
  import type { Address } from 'hyperdht'
  export default function createTestnet(
    size: number,
    options?: { host?: string },
  ): Promise<{ bootstrap: Address[]; destroy(): Promise<void> }>
}

declare module 'hyperswarm' {
  import type { EventEmitter } from 'node:events'
  import type SecretStream from '@hyperswarm/secret-stream'
  import type HyperDHT from 'hyperdht'
  export interface PeerInfo {
    publicKey: Buffer
    /** Tries in a row that reached nobody. */
    attempts: number
    ban(value: boolean): void
  }
  export interface PeerDiscovery {
    flushed(): Promise<void>
    refresh(options?: { server?: boolean; client?: boolean }): Promise<void>
    destroy(): Promise<void>
  }
  export default class Hyperswarm extends EventEmitter {
    constructor(options?: {
      dht?: HyperDHT
      keyPair?: { publicKey: Buffer; secretKey: Buffer }
      maxPeers?: number
      maxServerConnections?: number
      /** Four waits in ms (lib/retry-timer.js). */
      backoffs?: readonly number[]
      jitter?: number
      firewall?: (remotePublicKey: Buffer) => boolean
    })
    readonly connections: Set<SecretStream>
    readonly peers: Map<string, PeerInfo>
    readonly server: { close(): Promise<void> }
    dht: { destroy(options?: { force?: boolean }): Promise<void> }
    on(event: 'connection', listener: (stream: SecretStream, info: PeerInfo) => void): this
    on(event: 'update', listener: () => void): this
    join(topic: Buffer, options: { server: boolean; client: boolean }): PeerDiscovery
    leave(topic: Buffer): Promise<void>
    flush(): Promise<void>
    destroy(options?: { force?: boolean }): Promise<void>
  }
}

declare module 'blind-pairing-core' {
  import type { EventEmitter } from 'node:events'
  export class CandidateRequest extends EventEmitter {
    constructor(invite: Buffer | { discoveryKey: Buffer; seed: Buffer }, userData: Buffer)
    readonly inviteId: Buffer
    on(event: 'rejected', listener: (error: Error & { code?: string }) => void): this
    encode(): Buffer
    handleResponse(payload: Buffer): { key: Buffer; encryptionKey: Buffer | null; data: Buffer | null } | null
  }
  export class MemberRequest {
    static from(request: Buffer): MemberRequest
    readonly inviteId: Buffer
    readonly response: Buffer | null
    open(publicKey: Buffer): Buffer
    confirm(auth: { key: Buffer; encryptionKey?: Buffer; additional?: { data: Buffer; signature: Buffer } }): void
    deny(options?: { status?: number }): void
  }
  export interface BlindInvite {
    id: Buffer
    invite: Buffer
    seed: Buffer
    publicKey: Buffer
    discoveryKey: Buffer
    additional: { data: Buffer; signature: Buffer } | null
  }
  export function createInvite(key: Buffer, options?: { seed?: Buffer; discoveryKey?: Buffer; data?: Buffer }): BlindInvite
}
