import { z } from 'zod'
import { equal, fromHex, toHex } from '../../crypto/bytes.ts'
import { ParasolError } from '../../error.ts'
import { MalformedError } from '../../log/codec.ts'
import type { Log } from '../../log/log.ts'
import { Queue } from '../../log/queue.ts'
import {
  decodeHouseNote,
  encodeComputerKeys,
  encodeComputerName,
  type HouseNote,
  type HouseNoteKind,
  isHouseNote,
  NOTE_VERSION,
} from '../../space/format/house-notes.ts'
import { encodeSpaceKeys } from '../../space/format/space-keys.ts'
import { labelOf } from '../../space/format/statement.ts'
import { spaceKeysOf } from '../../space/hand-over.ts'
import type { MemberDevice } from '../../space/roster/types.ts'
import type { IngestBatch, Space } from '../../space/space.ts'
import type { State } from '../../vault/state/state.ts'
import { logFault } from '../faults.ts'
import type { Projector } from './projector.ts'
import type { Spaces } from './spaces.ts'

const hex32 = z.string().regex(/^[0-9a-f]{64}$/)
/** By log key in the House: a computer's keys in one coalition. */
const computersSchema = z.record(hex32, z.object({ log: hex32, box: hex32 }))
/** What of a coalition stands in the House already. */
const handedSchema = z.object({ epochs: z.array(hex32), chain: z.number().int() })
const namesSchema = z.record(hex32, z.object({ name: z.string(), ms: z.number(), counter: z.number() }))

type Taken = IngestBatch['records'][number]

/**
 * What the computers of one organisation tell each other in the House, and what each does about it: the keyholder's lets the others into every
 * coalition and out again, the others tell it their keys (docs/protocol.md section 4.6). All of it can be done again after a crash.
 */
export class HouseNotes {
  private readonly state: State
  private readonly spaces: Spaces
  private readonly projector: Projector
  private readonly changed: () => void
  private readonly turns = new Queue()
  private readonly listening = new Map<Space, () => void>()
  private readonly fresh = new Set<Space>()
  private waiting = false
  private stopped = false

  /** `changed`: a space came, or what this computer can show of itself has changed. */
  constructor(state: State, spaces: Spaces, projector: Projector, changed: () => void) {
    this.state = state
    this.spaces = spaces
    this.projector = projector
    this.changed = changed
    projector.hear((space, log, entry) => this.take(space, log, entry))
  }

  /** What a computer is called; null where nobody has named it since it came. */
  nameOf(computer: Buffer): string | null {
    return this.names()[toHex(computer)]?.name ?? null
  }

  /** Names a computer of ours. Synced on return. */
  async name(computer: Buffer, name: string): Promise<void> {
    await this.say('computer-name', encodeComputerName(computer, name))
  }

  /** Does soon whatever is to be done. */
  wake(): void {
    if (this.waiting || this.stopped) return
    this.waiting = true
    void this.turns.run(async () => {
      this.waiting = false
      try {
        await this.tend()
      } catch (error) {
        logFault('computers', error)
      }
    })
  }

  /** Does what is to be done now. */
  tendNow(): Promise<void> {
    return this.turns.run(() => this.tend())
  }

  stop(): void {
    this.stopped = true
    for (const stop of this.listening.values()) stop()
  }

  /** An entry of the House that is no record. It may come more than once. */
  private async take(space: Space, log: Log, { causal, body, index }: Taken): Promise<void> {
    if (space !== this.spaces.house || !isHouseNote(causal.kind) || causal.minimumReader > NOTE_VERSION) return
    const note = read(causal.kind, body, log.signer)
    const byKeyholder = space.roster?.authorityLogIds.some((id) => equal(id, log.id)) ?? false
    if (note?.kind === 'space-keys' && byKeyholder && !space.organisation) await this.enter(note, index)
    else if (note?.kind === 'computer-keys' && space.organisation) this.noteComputer(log.signer, note)
    else if (note?.kind === 'computer-name' && (byKeyholder || equal(note.computer, log.signer))) this.noteName(note, causal.clock)
    this.wake()
  }

  private async enter({ keys }: Extract<HouseNote, { kind: 'space-keys' }>, index: number): Promise<void> {
    try {
      const { space, learnt } = await this.spaces.takeKeys(keys)
      if (learnt) this.fresh.add(space)
      this.changed()
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error
      logFault(`keys in entry ${index} of the House`, error)
    }
  }

  private noteComputer(computer: Buffer, { space, log, box }: Extract<HouseNote, { kind: 'computer-keys' }>): void {
    if (!this.spaces.has(toHex(space))) return
    const known = this.computersIn(space)
    // The first that a computer says stays: a device is certified once.
    if (known[toHex(computer)]) return
    this.putFact(space, 'computers', { ...known, [toHex(computer)]: { log: toHex(log), box: toHex(box) } })
  }

  private noteName({ computer, name }: Extract<HouseNote, { kind: 'computer-name' }>, clock: { ms: number; counter: number }): void {
    const names = this.names()
    const before = names[toHex(computer)]
    if (before && (before.ms > clock.ms || (before.ms === clock.ms && before.counter >= clock.counter))) return
    this.putFact(this.spaces.house.id, 'computer-names', { ...names, [toHex(computer)]: { name, ...clock } })
    this.changed()
  }

  private async tend(): Promise<void> {
    if (this.stopped) return
    const { house } = this.spaces
    for (const space of this.spaces.all()) {
      if (!this.listening.has(space))
        this.listening.set(
          space,
          space.onRosterChange(() => this.wake()),
        )
    }
    for (const space of [...this.fresh]) {
      this.fresh.delete(space)
      await this.projector.catchUp(space)
    }
    if (!house.writable) return
    const { signer } = house.own
    // The first computer's certificate has no name: the others learn it from its own word.
    if (house.organisation && house.spoken && this.nameOf(signer) === null)
      await this.name(signer, labelOf(this.state.secrets.computerLabel()))
    for (const space of this.spaces.coalitions()) {
      if (house.organisation) await this.tendAsKeyholder(house, space)
      else await this.tellKeys(house, space)
    }
  }

  /** Certifies and revokes in a coalition as in the House, then hands over what is new there. */
  private async tendAsKeyholder(house: Space, space: Space): Promise<void> {
    const others = (house.me?.devices ?? []).filter(({ logId }) => !house.roster?.authorityLogIds.some((id) => equal(id, logId)))
    if (others.length === 0 || space.behind || !space.me?.present) return
    const computers = this.computersIn(space.id)
    for (const { signer, end } of others) {
      const keys = computers[toHex(signer)]
      if (!keys) continue
      const there = deviceIn(space, keys.log)
      if (!end && !there) await space.certifyDevice({ log: fromHex(keys.log), box: fromHex(keys.box), label: '' })
      else if (end && there && !there.end) await space.revokeDevice(there.logId)
    }
    if (others.every(({ end }) => end)) return
    const handed = this.fact(space.id, 'handed', handedSchema) ?? { epochs: [], chain: 0 }
    const done = new Set(handed.epochs)
    const epochs = space.keyring.all().filter(({ epochId }) => !done.has(toHex(epochId)))
    const chain = space.statements().length
    if (epochs.length === 0 && chain <= handed.chain) return
    for (const keys of await spaceKeysOf(space, epochs)) await this.say('space-keys', encodeSpaceKeys(keys))
    this.putFact(space.id, 'handed', { epochs: [...done, ...epochs.map(({ epochId }) => toHex(epochId))], chain })
  }

  /** Tells the keyholder's computer which keys are ours in a coalition. */
  private async tellKeys(house: Space, space: Space): Promise<void> {
    if (this.state.spaces.fact(space.id, 'told')) return
    await this.say('computer-keys', encodeComputerKeys(space.id, house.own.signer, space.device))
    this.state.spaces.putFact(space.id, 'told', Buffer.of(1))
  }

  private async say(kind: HouseNoteKind, body: Buffer): Promise<void> {
    const { house } = this.spaces
    if (!house.writable) throw new ParasolError(house.arrived ? 'NOT_ALLOWED' : 'NOT_ARRIVED')
    await house.write([{ kind, kindVersion: NOTE_VERSION, minimumReader: NOTE_VERSION, body }])
    await this.projector.catchUp(house)
  }

  private names(): z.infer<typeof namesSchema> {
    return this.fact(this.spaces.house.id, 'computer-names', namesSchema) ?? {}
  }

  private computersIn(space: Buffer): z.infer<typeof computersSchema> {
    return this.fact(space, 'computers', computersSchema) ?? {}
  }

  private fact<T>(space: Buffer, key: string, schema: z.ZodType<T>): T | null {
    const bytes = this.state.spaces.fact(space, key)
    return bytes && schema.parse(JSON.parse(bytes.toString('utf8')))
  }

  private putFact(space: Buffer, key: string, value: unknown): void {
    this.state.spaces.putFact(space, key, Buffer.from(JSON.stringify(value)))
  }
}

const deviceIn = (space: Space, log: string): MemberDevice | undefined => space.me?.devices.find(({ signer }) => toHex(signer) === log)

/** Null for what does not follow the format: it says nothing. */
function read(kind: HouseNoteKind, body: Buffer, author: Buffer): HouseNote | null {
  try {
    return decodeHouseNote(kind, body, author)
  } catch (error) {
    if (error instanceof MalformedError) return null
    throw error
  }
}
