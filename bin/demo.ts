import { join } from 'node:path'
import { demo } from './demo/demo.ts'

const root = join(import.meta.dirname, '..')
process.exitCode = await demo(process.argv.slice(2), { root })
