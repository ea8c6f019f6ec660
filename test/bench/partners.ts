import { join } from 'node:path'
import { makeParty } from '../support/spaces.ts'
import { type Measured, type Setup, timed } from './bench.ts'
import { joinPartner, Partner, receive } from './ingest.ts'

const FEW = 2
const MANY = 60

/** The same number of entries, come from a partner's computer by the real session until all can be searched: by 60 members against by two. */
export async function run({ n, folder, say }: Setup): Promise<Measured> {
  const seconds: number[] = []
  for (const logs of [FEW, MANY]) {
    const partner = new Partner(join(folder, `partner-${logs}`), n, logs, 'together')
    try {
      const us = await makeParty(folder, `us-${logs}`)
      const space = await joinPartner(partner, us)
      const { ports } = await partner.ask('written', { type: 'write' })
      const { ms, result: stop } = await timed(() => receive(space, join(folder, `index-${logs}.db`), n, ports))
      say(`${n} entries by ${logs} members: ${(ms / 1_000).toFixed(2)} s`)
      seconds.push(ms / 1_000)
      stop()
    } finally {
      partner.kill()
    }
  }
  const [few = Number.NaN, many = Number.NaN] = seconds
  return { value: many / few, floor: null }
}
