/**
 * A door that many may pass at once, and that can be shut while something behind it is replaced: `alone` waits until everybody inside has
 * left, keeps newcomers waiting, and opens again whatever becomes of its task.
 */
export class Gate {
  private inside = 0
  private shut: Promise<void> | null = null
  private lastLeft: (() => void) | null = null

  async pass<T>(task: () => Promise<T>): Promise<T> {
    while (this.shut) await this.shut
    this.inside += 1
    try {
      return await task()
    } finally {
      this.inside -= 1
      if (this.inside === 0) this.lastLeft?.()
    }
  }

  async alone<T>(task: () => Promise<T>): Promise<T> {
    while (this.shut) await this.shut
    let open = () => {}
    this.shut = new Promise((resolve) => {
      open = resolve
    })
    try {
      if (this.inside > 0) {
        await new Promise<void>((resolve) => {
          this.lastLeft = resolve
        })
      }
      return await task()
    } finally {
      this.lastLeft = null
      this.shut = null
      open()
    }
  }
}
