import type { Measured, Setup } from './bench.ts'
import { ingestFrom } from './ingest.ts'

const PARTNERS = 20

/** As ingest.ts, from twenty partners who are all connected at once. */
export const run = (setup: Setup): Promise<Measured> => ingestFrom(setup, PARTNERS)
