import { CourierSync } from '../../courier/courier.ts'
import { drivesHere } from '../../courier/drives.ts'
import { ParasolError } from '../../error.ts'
import type { CourierEvent, Drive } from '../contract/index.ts'
import type { NetworkService } from './network.ts'
import type { Projector } from './projector.ts'
import type { Spaces } from './spaces.ts'
import type { Travel } from './travel.ts'

/** Courier drives: which can be seen, and the sync with one. The House never leaves by them. */
export class CourierService {
  private readonly spaces: Spaces
  private readonly network: NetworkService
  private readonly projector: Projector
  private readonly travel: Travel
  private running = false

  constructor(spaces: Spaces, network: NetworkService, projector: Projector, travel: Travel) {
    this.spaces = spaces
    this.network = network
    this.projector = projector
    this.travel = travel
  }

  drives(): Promise<Drive[]> {
    return drivesHere()
  }

  /** One sync at a time. Throws COURIER_NO_FOLDER, COURIER_BUSY. */
  async *sync({ dir, longFiles }: { dir: string; longFiles: boolean }, signal?: AbortSignal): AsyncGenerator<CourierEvent, void, void> {
    if (this.running) throw new ParasolError('COURIER_BUSY')
    this.running = true
    try {
      const ports = {
        letterboxes: this.network.sync.post(),
        spaces: () => this.spaces.coalitions(),
        deviceSeed: this.spaces.identity.deviceSeed,
        nameOf: this.spaces.nameOf.bind(this.spaces),
        read: this.projector.catchUp.bind(this.projector),
        files: this.travel.onDrives.bind(this.travel),
        longFiles,
        settle: this.spaces.sync.bind(this.spaces),
      }
      yield* new CourierSync(dir, ports, signal).run()
    } finally {
      this.running = false
    }
  }
}
