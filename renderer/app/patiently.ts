const FIRST_WAIT_MS = 200
const LONGEST_WAIT_MS = 2_000

/**
 * Loads a file of the program, and tries again until it is there: a browser breaks off whatever it loads, from this computer too, whenever the
 * computer joins or leaves a network. It remembers that an address did not come, so another try has another address: by its fragment, which no
 * server sees. What has come once is given to everybody who asks.
 */
export function patiently<T>(load: () => Promise<T>, loadFrom: (url: string) => Promise<T> = importFrom): () => Promise<T> {
  let loading: Promise<T> | null = null
  return () => {
    loading ??= untilItComes(load, loadFrom)
    return loading
  }
}

async function untilItComes<T>(load: () => Promise<T>, loadFrom: (url: string) => Promise<T>): Promise<T> {
  let next = load
  let wait = FIRST_WAIT_MS
  for (let tries = 1; ; tries += 1) {
    try {
      return await next()
    } catch (error) {
      // The browser has put the reason on its console. To a person, a part that is not there yet is one that loads slowly.
      const url = addressIn(error)
      if (url !== null) next = () => loadFrom(`${url}#${tries}`)
      await new Promise((resolve) => setTimeout(resolve, wait))
      wait = Math.min(2 * wait, LONGEST_WAIT_MS)
    }
  }
}

/** The address that did not come: browsers say it only in words. */
function addressIn(error: unknown): string | null {
  const url = error instanceof Error ? /\S+\.js\b/.exec(error.message)?.[0] : undefined
  return url ?? null
}

const importFrom = <T>(url: string): Promise<T> => import(/* @vite-ignore */ url)
