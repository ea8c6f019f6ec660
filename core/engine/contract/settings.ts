import { z } from 'zod'

/** Most names that are remembered. */
export const RECORDERS_MAX = 30

export const settingsSchema = z.object({
  /** Minutes without a key or a click until the app locks; 0 is never. */
  autoLockMinutes: z.number().int().min(0).max(240),
  theme: z.enum(['system', 'light', 'dark']),
  /** What the desktop says when an alert comes in: nothing, that there is something new, or what and where. */
  notify: z.enum(['off', 'quiet', 'full']),
  /** Names and initials of who writes incidents down at this computer, the last one first. */
  recorders: z.array(z.string().trim().min(1).max(200)).max(RECORDERS_MAX),
})
export type Settings = z.infer<typeof settingsSchema>
