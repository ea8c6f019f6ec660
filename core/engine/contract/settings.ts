import { z } from 'zod'

export const settingsSchema = z.object({
  /** Minutes without a key or a click until the app locks; 0 is never. */
  autoLockMinutes: z.number().int().min(0).max(240),
  theme: z.enum(['system', 'light', 'dark']),
  /** What the desktop says when an alert comes in: nothing, that there is something new, or what and where. */
  notify: z.enum(['off', 'quiet', 'full']),
})
export type Settings = z.infer<typeof settingsSchema>
