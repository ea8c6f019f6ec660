import { z } from 'zod'
import { checkSize, type Table } from './table.ts'

/** Settings by name, each a JSON value. */
export interface SettingStore {
  /** The value, if there is one and it fits; a setting that does not fit is as good as unset. */
  get<T>(key: string, shape: z.ZodType<T>): T | null
  put(key: string, value: unknown): void
}

export function settingStore(table: Table): SettingStore {
  return {
    get: (key, shape) => {
      const row = table.first(z.object({ value: z.string() }), 'SELECT value FROM settings WHERE key = ?', [key])
      return row && (shape.safeParse(JSON.parse(row.value)).data ?? null)
    },
    put: (key, value) => {
      const text = JSON.stringify(value)
      checkSize(text)
      table.run('INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value', [key, text])
    },
  }
}
