/** Lets others have the thread when work has held it for a while. */
export class Pace {
  private since = performance.now()

  get due(): boolean {
    return performance.now() - this.since > 12
  }

  async rest(): Promise<void> {
    await new Promise<void>((resolve) => setImmediate(resolve))
    this.since = performance.now()
  }
}
