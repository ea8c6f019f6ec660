import type SecretStream from '@hyperswarm/secret-stream'
import { PairingChannel } from './channel.ts'
import type { Letter } from './letter.ts'
import type { LetterLine } from './letter-line.ts'
import type { PairingHandlers, PairingLine } from './line.ts'
import type { PairingPorts } from './ports.ts'

/** What a side does with what it hears on a line, which stands only once this is known. */
export type Hearing = (line: () => PairingLine) => PairingHandlers

/** The lines that one side of a pairing speaks on. One of them at most is live: who is there has shown that it knows the invite. */
export class Lines {
  live: PairingLine | null = null
  private readonly open = new Set<PairingLine>()
  private readonly ports: PairingPorts
  private readonly max: number

  constructor(ports: PairingPorts, max: number) {
    this.ports = ports
    this.max = max
  }

  get isEmpty(): boolean {
    return this.open.size === 0
  }

  /** Speaks over a connection. Where there are too many, the oldest that has not shown that it knows the invite goes: it has had its time. */
  connect(stream: SecretStream, hearing: Hearing): void {
    if (this.open.size >= this.max) [...this.open].find((line) => line instanceof PairingChannel && line !== this.live)?.close()
    const channel: PairingChannel = new PairingChannel(stream, this.ports.timers, {
      ...hearing(() => channel),
      refused: (code) => this.ports.refused({ at: this.ports.timers.now(), name: null, code }),
      failed: (error) => this.ports.failed(error),
    })
    this.open.add(channel)
  }

  /** Hears what a letter says, and gives what is said back. Throws MalformedError. */
  async read(said: Letter['said'], line: LetterLine, handshake: Buffer, hearing: Hearing): Promise<Letter['said']> {
    this.open.add(line)
    await line.hear(
      said,
      handshake,
      hearing(() => line),
    )
    return line.said
  }

  /** This one is the other side: none that was before is heard any more. */
  become(line: PairingLine): void {
    const before = this.live
    this.live = line
    if (before !== line) before?.close()
  }

  /** A line has ended. */
  end(line: PairingLine): void {
    this.open.delete(line)
    if (this.live === line) this.live = null
  }

  close(): void {
    for (const line of [...this.open]) line.close()
  }
}
