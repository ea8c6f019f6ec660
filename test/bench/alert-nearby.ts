import { pairOver } from '../support/pair.ts'
import { measureAlerts } from './alert.ts'
import type { Measured, Setup } from './bench.ts'

/** Alerts over the nearby mode; run.ts gives this bench a network of its own, on which there is nobody else. */
export const run = (setup: Setup): Promise<Measured> =>
  measureAlerts(setup, async (a, b) => {
    await pairOver(a, b, (client) => client.network.set({ nearby: true }), 'Bench Alliance')
    return { close: async () => undefined }
  })
