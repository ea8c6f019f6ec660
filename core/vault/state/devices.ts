import { z } from 'zod'
import { randomBytes } from '../../crypto/bytes.ts'
import type { SecretScope } from '../../crypto/secret.ts'
import { bytesOf, now, type Table } from './table.ts'

/** One device seed of this computer. There is more than one when a successor log had to be started. */
export interface Device {
  /** 16 random bytes: a name inside this vault only. */
  deviceId: Buffer
  /** A copy of the device seed, zeroed on close. */
  seed: Buffer
  /** The one that writes. */
  active: boolean
}

export interface DeviceStore {
  /** Every device of this computer, oldest first. */
  list(): Device[]
  /** The device that writes, or null. */
  active(): Device | null
  /** Starts a new device from a random seed; it becomes the active one. */
  start(): Device
}

const shape = z
  .object({ device_id: bytesOf(16), seed: bytesOf(32), active: z.number() })
  .transform((row): Device => ({ deviceId: row.device_id, seed: row.seed, active: row.active === 1 }))

export function deviceStore(table: Table, scope: SecretScope, transaction: <T>(work: () => T) => T): DeviceStore {
  const keep = (device: Device): Device => ({ ...device, seed: scope.keep(device.seed) })
  const list = () => table.all(shape, 'SELECT device_id, seed, active FROM devices ORDER BY added_at, rowid').map(keep)
  return {
    list,
    active: () => {
      const row = table.first(shape, 'SELECT device_id, seed, active FROM devices WHERE active = 1')
      return row && keep(row)
    },
    start: () => {
      const device = keep({ deviceId: randomBytes(16), seed: randomBytes(32), active: true })
      transaction(() => {
        table.run('UPDATE devices SET active = 0')
        table.run('INSERT INTO devices VALUES (?, ?, 1, ?)', [device.deviceId, device.seed, now()])
      })
      return device
    },
  }
}
