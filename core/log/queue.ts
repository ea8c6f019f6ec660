/** Runs tasks one after the other, in the order they came. A task that fails does not stop the next. */
export class Queue {
  private last: Promise<unknown> = Promise.resolve()

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task, task)
    this.last = result.catch(() => undefined)
    return result
  }

  /** Resolves when everything that is queued now has ended. */
  async idle(): Promise<void> {
    await this.last
  }
}
