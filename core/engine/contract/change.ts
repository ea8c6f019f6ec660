import { z } from 'zod'

/** "Something of this kind changed: ask again." `files`: what the House says of them. `imports` and `pairings` too are only hints to ask. */
export const changeSchema = z.object({
  topic: z.enum(['vault', 'records', 'alerts', 'drafts', 'coalitions', 'computers', 'pairings', 'network', 'settings', 'imports', 'files']),
})
export type Change = z.infer<typeof changeSchema>
