import createTestnet from 'hyperdht/testnet.js'
import { pair } from '../support/pair.ts'
import { measureAlerts } from './alert.ts'
import type { Measured, Setup } from './bench.ts'

const NODES = 10

/** Alerts over Hyperswarm, with a DHT of ten nodes on this machine. */
export const run = (setup: Setup): Promise<Measured> =>
  measureAlerts(setup, async (a, b) => {
    const testnet = await createTestnet(NODES, { host: '127.0.0.1' })
    await pair(a, b, testnet, 'Bench Alliance')
    return { close: () => testnet.destroy() }
  })
