/** One bench in a process of its own, started by run.ts: `one.ts ID N FOLDER PROFILE`. Its result goes to the parent. */
import type { Measured, Setup } from './bench.ts'

type Bench = (setup: Setup) => Promise<Measured | null>

const BENCHES: Readonly<Record<string, () => Promise<{ run: Bench }>>> = {
  profile: () => import('./profile.ts'),
  save: () => import('./save.ts'),
  query: () => import('./query.ts'),
  rebuild: () => import('./rebuild.ts'),
  growth: () => import('./growth.ts'),
  ingest: () => import('./ingest.ts'),
  'ingest-partners': () => import('./ingest-partners.ts'),
  partners: () => import('./partners.ts'),
  reconnect: () => import('./reconnect.ts'),
  'held-up': () => import('./held-up.ts'),
  'alert-nearby': () => import('./alert-nearby.ts'),
  'alert-dht': () => import('./alert-dht.ts'),
  open: () => import('./open.ts'),
  memory: () => import('./memory.ts'),
  lock: () => import('./lock.ts'),
  bundle: () => import('./bundle.ts'),
  attach: () => import('./attach.ts'),
  scroll: () => import('./scroll.ts'),
}

const [id = '', n = '', folder = '', profile = ''] = process.argv.slice(2)
const load = BENCHES[id]
if (!load) throw new Error(`there is no bench ${id}`)
const { run } = await load()
const measured = await run({ n: Number(n), folder, profileDir: profile || null, say: (text) => void process.stderr.write(`  ${text}\n`) })
process.send?.(measured, undefined, undefined, () => process.exit(0))
