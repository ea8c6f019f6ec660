import type SecretStream from '@hyperswarm/secret-stream'
import Corestore from 'corestore'

/** What a floor needs of a bare Hypercore and Parasol itself never uses: its own replication protocol, and logs by name. */
export interface RawCore {
  readonly key: Buffer
  readonly length: number
  ready(): Promise<void>
  append(blocks: Buffer[]): Promise<unknown>
  replicate(stream: SecretStream): unknown
  download(range: { start: number; end: number }): { done(): Promise<void> }
}

interface RawStore {
  get(options: { name: string } | { key: Buffer }): RawCore
  close(): Promise<void>
}

export const rawStore = (folder: string): RawStore => new Corestore(folder) as unknown as RawStore
