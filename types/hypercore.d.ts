/** The part of hypercore 11.37.1 and corestore 7 that core/log uses. */
declare module 'hypercore' {
  export interface Manifest {
    version: number
    hash: 'blake2b'
    allowPatch: boolean
    quorum: number
    signers: { signature: 'ed25519'; namespace: Buffer; publicKey: Buffer }[]
  }
  export interface KeyPair {
    publicKey: Buffer
    secretKey: Buffer
  }
  export interface Verifier {
    assemble(inputs: { signer: number; signature: Buffer; patch: number; nodes: null }[]): Buffer
    verify(batch: unknown, signature: Buffer): boolean
  }
  export interface WriteTx {
    putUserData(key: string, value: Buffer): void
  }
  export interface ReadTx {
    getBlock(index: number): Promise<Buffer | null>
    getTreeNode(index: number): Promise<{ index: number; size: number; hash: Buffer } | null>
    tryFlush(): void
  }
  export interface TreeBatch {
    signature: Buffer | null
    append(block: Buffer): void
  }
  export interface SessionState {
    createTreeBatch: () => TreeBatch
    readonly storage: { read(): ReadTx }
    length: number
    byteLength: number
    fork: number
    signature: Buffer | null
    hash(): Buffer
    signable(): Buffer
    append(
      blocks: Buffer[],
      options: {
        signature?: Buffer
        keyPair?: KeyPair
        preappend?: (blocks: Buffer[]) => Promise<void>
        postappend?: (blocks: Buffer[]) => Promise<void>
      },
    ): Promise<{ length: number; byteLength: number }>
    _activeTx: WriteTx | null
  }
  export default class Hypercore {
    static key(manifest: Manifest): Buffer
    static treeHashFromStorage(core: Hypercore, length: number): Promise<Buffer>
    readonly key: Buffer
    readonly length: number
    readonly byteLength: number
    readonly fork: number
    readonly state: SessionState
    readonly core: { verifier: Verifier; _verifyBatchUpgrade(batch: TreeBatch): unknown }
    ready(): Promise<void>
    close(): Promise<void>
    session(options: { keyPair?: KeyPair; writable?: boolean }): Hypercore
    append(blocks: Buffer[], options?: { signature?: Buffer; keyPair?: KeyPair }): Promise<{ length: number; byteLength: number }>
    get(index: number, options: { wait: false }): Promise<Buffer | null>
    treeHash(length: number): Promise<Buffer>
    getUserData(key: string): Promise<Buffer | null>
  }
}

declare module 'hypercore/lib/caps.js' {
  export function treeSignable(manifestHash: Uint8Array, treeHash: Uint8Array, length: number, fork: number): Buffer
}

declare module 'hypercore/lib/multisig.js' {
  const multisig: { inflate(assembled: Buffer): { proofs: { signer: number; signature: Buffer; patch: number }[] } }
  export default multisig
}

declare module 'corestore' {
  import type Hypercore from 'hypercore'
  import type { KeyPair, Manifest } from 'hypercore'
  export interface RocksWal {
    path: string
  }
  export default class Corestore {
    constructor(path: string, options?: { primaryKey?: Buffer; unsafe?: boolean; allowBackup?: boolean })
    readonly storage: {
      rocks: { path: string; currentWalFile(): Promise<RocksWal> }
      getSeed(): Promise<Buffer | null>
    }
    ready(): Promise<void>
    close(): Promise<void>
    get(options: { manifest: Manifest; keyPair: KeyPair | null; allowFork: false }): Hypercore
  }
}
