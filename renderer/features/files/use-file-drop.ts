import { useEffect, useState } from 'react'

/** Takes files that are dropped or pasted anywhere in the window. Whether some are held over it now. Text that is dropped or pasted goes where it went. Null: takes none. */
export function useFileDrop(add: ((files: readonly File[]) => void) | null): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    if (add === null) return
    const pasted = (event: ClipboardEvent): void => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      add(files)
    }
    const held = (event: DragEvent): void => {
      if (!hasFiles(event)) return
      // Without this the window would open the file in place of Parasol.
      event.preventDefault()
      setOver(true)
    }
    const left = (event: DragEvent): void => {
      // Between two parts of the window it names the one that it goes to.
      if (event.relatedTarget === null) setOver(false)
    }
    const dropped = (event: DragEvent): void => {
      setOver(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      add([...(event.dataTransfer?.files ?? [])])
    }
    const listens: [string, (event: never) => void][] = [
      ['paste', pasted],
      ['dragover', held],
      ['dragleave', left],
      ['drop', dropped],
    ]
    for (const [name, listen] of listens) window.addEventListener(name, listen as EventListener)
    return () => {
      for (const [name, listen] of listens) window.removeEventListener(name, listen as EventListener)
    }
  }, [add])
  return isOver
}

const hasFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false
