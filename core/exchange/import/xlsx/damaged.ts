import { ParasolError } from '../../../error.ts'

/** A spreadsheet that cannot be read. The cause is left out on purpose: messages of parsers quote what they read. */
export const damaged = (): ParasolError => new ParasolError('FILE_UNREADABLE', { field: 'damaged' })

/** Does what may fail on a file that is broken; whatever is thrown that has no code of its own means just that. */
export async function orDamaged<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act()
  } catch (error) {
    throw error instanceof ParasolError ? error : damaged()
  }
}
