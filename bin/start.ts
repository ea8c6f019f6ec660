import { join } from 'node:path'
import { start } from './start/start.ts'

const root = join(import.meta.dirname, '..')
process.exitCode = await start(process.argv.slice(2), { root })
