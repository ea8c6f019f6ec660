import { joinSpace, openSpace } from '../../core/space/found.ts'
import type { Space } from '../../core/space/space.ts'
import { SyncManager } from '../../core/sync/manager.ts'
import type { MDNS } from '../../core/sync/nearby/radio.ts'
import type { StageStore } from '../../core/sync/pairing/book.ts'
import type { ReceiptStore } from '../../core/sync/receipts.ts'
import { NO_FILES } from '../../core/sync/space-files.ts'
import type { Timers } from '../../core/sync/timers.ts'
import type { Party } from './spaces.ts'
import { reader } from './sync.ts'

/** A store of stages in memory that survives its computer's restart. */
export function stages(): StageStore {
  const held = new Map<string, { id: string; state: string; value: Buffer }>()
  return {
    list: () => [...held.values()],
    put: ({ id, state, value }) => void held.set(id, { id, state, value: Buffer.from(value) }),
    remove: (id) => held.delete(id),
  }
}

/** Stores of receipts in memory, one a space. */
export function receiptStores(): (space: Space) => ReceiptStore {
  const held = new Map<Space, Buffer>()
  return (space) => ({ load: () => held.get(space) ?? null, save: (bytes) => void held.set(space, bytes) })
}

/** A whole computer as far as sync goes: stores, spaces and a SyncManager that can be stopped and started again. */
export class Computer {
  readonly party: Party
  readonly spaces: Space[]
  readonly faults: unknown[] = []
  readonly state = { invites: stages(), pairings: stages(), receipts: receiptStores(), parted: new Set<Space>() }
  readonly timers: Timers | undefined
  /** Where it speaks multicast DNS; null: where all do. */
  readonly group: typeof MDNS | null
  sync: SyncManager

  constructor(party: Party, spaces: Space[] = [], timers?: Timers, group: typeof MDNS | null = null) {
    this.group = group
    this.party = party
    this.spaces = spaces
    this.timers = timers
    this.sync = this.begin()
  }

  /** As after a restart of the app: only what is kept is known. */
  async restart(): Promise<void> {
    await this.sync.close()
    this.sync = this.begin()
  }

  private begin(): SyncManager {
    const readers = new Map<Space, () => Promise<void>>()
    return new SyncManager({
      spaces: () => this.spaces,
      identity: this.party.identity,
      state: this.state,
      filesOf: () => NO_FILES,
      sync: () => this.party.around.store.sync(),
      now: Date.now,
      // The same hash, only quick to guess. What it costs people is for the tests of the phrase and of the engine.
      phraseCost: { opslimit: 1, memlimit: 8192 },
      onChange: () => undefined,
      onSucceeded: () => undefined,
      onFault: (error) => void this.faults.push(error),
      onRecords: (space) => {
        const read = readers.get(space) ?? reader(space)
        readers.set(space, read)
        return read()
      },
      entrance: {
        computerName: () => 'Computer 1',
        enterHouse: () => Promise.reject(new Error('this computer founds its own organisation')),
        join: async (id, genesisHash, reply) => {
          const space = await openSpace(joinSpace(id, genesisHash, reply, this.party.around), this.party.identity, this.party.around)
          this.spaces.push(space)
          await space.writeOperation({ appointment: Buffer.alloc(32), fields: { operation: 'accept', accepted: reply.operationId } })
          return space
        },
      },
      ...(this.group ? { group: this.group } : {}),
      ...(this.timers ? { timers: this.timers } : {}),
    })
  }
}
