import type { ShellWays } from '../../app/shell.tsx'

/** Copies a field's text, and empties the clipboard after a minute where the system lets us. */
export async function copyForAMinute(field: HTMLTextAreaElement, shell: Pick<ShellWays, 'briefCopy'>): Promise<void> {
  try {
    await navigator.clipboard.writeText(field.value)
  } catch {
    // A shell that refuses every permission: the older way needs none.
    field.focus()
    field.select()
    document.execCommand('copy')
  }
  shell.briefCopy()
}
