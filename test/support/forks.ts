import { join } from 'node:path'
import type { LogCopy } from '../../core/log/log-copy.ts'
import { LogStore } from '../../core/log/store.ts'
import { openSpace } from '../../core/space/found.ts'
import type { Space } from '../../core/space/space.ts'
import { bring, type Party, pull, record } from './spaces.ts'
import { Stage } from './stage.ts'

/** A stage on which logs come to have two branches. */
export class ForkStage extends Stage {
  static override forThisFile(): ForkStage {
    return new ForkStage().forEachTest()
  }

  /** The same computer once more, in another store: what it writes there is another branch of its log. */
  async twin(of: Party, space: Space): Promise<Space> {
    const name = `${of.identity.organisationName} again ${this.parties.length}`
    const other = await this.party(name)
    const around = { ...other.around, epochs: of.around.epochs, positions: of.around.positions }
    const copy = await other.store.copy(space.id, space.own.signer)
    await pull(space.own, copy)
    // A copy that is closed and opened under its key is a log that can be written.
    await other.store.close()
    const store = await LogStore.open(join(this.folder, name))
    other.store = store
    const opened = await openSpace(space.facts, of.identity, { ...around, store })
    await bring(space, opened)
    return opened
  }

  /** The same computer after its process ended. */
  async restarted(of: Party, space: Space): Promise<Space> {
    await of.store.close()
    of.store = await LogStore.open(join(this.folder, of.identity.organisationName))
    of.around = { ...of.around, store: of.store }
    const opened = await openSpace(space.facts, of.identity, of.around)
    for (const log of await opened.openLogs()) for await (const batch of opened.ingest(log, 0)) void batch
    return opened
  }
}

/** What a space holds of the log that another writes. */
export async function copyOf(space: Space, of: Space): Promise<LogCopy> {
  const log = (await space.openLogs()).find((one) => one.id.equals(of.own.id))
  if (!log || log === space.own) throw new Error('the log is not known, or is its own')
  return log as LogCopy
}

export async function write(by: Space, count: number, text: string): Promise<void> {
  for (let i = 0; i < count; i += 1) await by.write([record(`${text} ${i}`)])
}

export async function bringAll(spaces: readonly Space[]): Promise<void> {
  for (const from of spaces) for (const to of spaces) if (from !== to) await bring(from, to)
}
