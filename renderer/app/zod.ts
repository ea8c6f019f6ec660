import { config } from 'zod'

// The content security policy forbids code made from strings; without this Zod tries it and the browser reports a violation.
// Must run before the first schema is used: the entry point imports this file first.
config({ jitless: true })
