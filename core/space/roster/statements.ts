import { toHex } from '../../crypto/bytes.ts'
import { type Device, devicesOf, followChain, type Statement } from '../format/statement.ts'
import type { RosterBlock } from './types.ts'

/** What an organisation's statements add up to. */
export interface OrganisationState {
  statements: Statement[]
  devices: Device[]
}

/**
 * docs/protocol.md section 5: every statement found anywhere. Where it is written does not matter, and who wrote it there neither: its own signature
 * decides.
 */
export class Statements {
  private readonly found = new Map<string, Statement[]>()
  private readonly states = new Map<string, OrganisationState>()

  /** `shown`: verified ones that came with a proof of membership. */
  constructor(blocks: readonly RosterBlock[], shown: readonly Statement[]) {
    for (const statement of shown) this.add(statement)
    for (const { content } of blocks) {
      if (content.is === 'genesis') this.add(content.genesis.certify)
      else if (content.is === 'operation') for (const statement of content.statements) this.add(statement)
    }
  }

  of(organisation: Buffer): OrganisationState {
    const name = toHex(organisation)
    let state = this.states.get(name)
    if (!state) {
      const statements = followChain(this.found.get(name) ?? [], organisation)
      state = { statements, devices: devicesOf(statements, organisation) }
      this.states.set(name, state)
    }
    return state
  }

  private add(statement: Statement): void {
    const name = toHex(statement.organisation)
    const list = this.found.get(name)
    if (list) list.push(statement)
    else this.found.set(name, [statement])
  }
}
