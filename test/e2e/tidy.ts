import { afterAll } from 'vitest'
import { endAll } from './harness.ts'

// Vitest runs this anew for each file of end-to-end tests.
afterAll(endAll)
