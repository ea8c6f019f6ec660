import { useEffect } from 'react'
import { useEngine } from './engine.tsx'

const EVERY_MS = 15_000

/** Tells the engine that someone is there, at most every 15 seconds, so that its idle clock starts anew. */
export function useTouch(): void {
  const { client } = useEngine()
  useEffect(() => {
    let last = Number.NEGATIVE_INFINITY
    const touched = (): void => {
      const now = performance.now()
      if (now - last < EVERY_MS) return
      last = now
      // A port that has just closed cannot be told; the screen that says why is on its way.
      client.vault.touch().catch(() => undefined)
    }
    const options = { capture: true, passive: true }
    window.addEventListener('keydown', touched, options)
    window.addEventListener('pointerdown', touched, options)
    window.addEventListener('wheel', touched, options)
    return () => {
      window.removeEventListener('keydown', touched, options)
      window.removeEventListener('pointerdown', touched, options)
      window.removeEventListener('wheel', touched, options)
    }
  }, [client])
}
