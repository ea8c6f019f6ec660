import type { Change } from './contract/index.ts'

type Topic = Change['topic']

/**
 * Tells windows which topics changed. Each subscriber has a set of topics it has not been told of yet, so a slow window costs one set,
 * and a thousand changes while it sleeps come as one.
 */
export class Changes {
  private readonly subscribers = new Set<(topic: Topic) => void>()

  /** Something of this topic changed. */
  publish(topic: Topic): void {
    for (const tell of this.subscribers) tell(topic)
  }

  /** The changes from now on, until the signal aborts or the consumer returns. */
  async *subscribe(signal?: AbortSignal): AsyncGenerator<Change, void, void> {
    const pending = new Set<Topic>()
    let wake: (() => void) | null = null
    const tell = (topic: Topic) => {
      pending.add(topic)
      wake?.()
    }
    const stop = () => wake?.()
    this.subscribers.add(tell)
    signal?.addEventListener('abort', stop)
    try {
      while (!signal?.aborted) {
        for (const topic of pending) {
          pending.delete(topic)
          yield { topic }
        }
        if (pending.size > 0 || signal?.aborted) continue
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = null
      }
    } finally {
      this.subscribers.delete(tell)
      signal?.removeEventListener('abort', stop)
    }
  }
}
