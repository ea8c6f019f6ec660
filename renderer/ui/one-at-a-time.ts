/**
 * Lets one call through. What is asked for before that has settled is the same call: a key that is pressed twice before the screen has changed
 * writes once.
 */
export function oneAtATime<Args extends unknown[], Result>(act: (...args: Args) => Promise<Result>): (...args: Args) => Promise<Result> {
  let running: Promise<Result> | null = null
  // A turn later: only then the screen shows what came of it.
  const letGo = (): void => {
    setTimeout(() => {
      running = null
    })
  }
  return (...args) => {
    if (running === null) {
      running = act(...args)
      running.then(letGo, letGo)
    }
    return running
  }
}
