import { z } from 'zod'
import { languageSchema } from './language.ts'

export const vaultStatusSchema = z.object({
  /** `joining`: unlocked, and no organisation has taken this computer in yet. */
  state: z.enum(['none', 'locked', 'joining', 'unlocked']),
  /** True until three of the recovery words were typed: the words can still be shown. */
  wordsToConfirm: z.boolean(),
  /** A slot copy was damaged and has been mended from the other since this engine started. */
  mended: z.boolean(),
  version: z.string(),
  /** The language that was chosen on this computer, open or locked; null: none yet. */
  language: languageSchema.nullable(),
})
export type VaultStatus = z.infer<typeof vaultStatusSchema>
