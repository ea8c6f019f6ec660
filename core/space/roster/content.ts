import { MalformedError } from '../../log/codec.ts'
import { ENTRY_TYPE } from '../../log/types.ts'
import { decodeEpoch, type Epoch } from '../format/epoch.ts'
import { decodeGenesis, type Genesis } from '../format/genesis.ts'
import { decodeGrant, type Grant } from '../format/grant.ts'
import { decodeOperation, type Operation } from '../format/operation.ts'
import { decodeStatement, type Statement } from '../format/statement.ts'

/** What the body of a roster-ring entry says, decoded once; statements in it are verified. */
export type RosterContent =
  | { is: 'genesis'; genesis: Genesis }
  | { is: 'epoch'; epoch: Epoch }
  | { is: 'grant'; grant: Grant }
  | { is: 'operation'; operation: Operation; statements: Statement[] }

/** Reads a body. Null where it does not follow the format: such an entry says nothing, now or later. */
export function contentOf(space: Buffer, type: number, body: Buffer): RosterContent | null {
  switch (type) {
    case ENTRY_TYPE.genesis:
      return wellFormed(() => ({ is: 'genesis', genesis: decodeGenesis(body, space) }))
    case ENTRY_TYPE.epoch:
      return wellFormed(() => ({ is: 'epoch', epoch: decodeEpoch(body) }))
    case ENTRY_TYPE.grant:
      return wellFormed(() => ({ is: 'grant', grant: decodeGrant(body) }))
    case ENTRY_TYPE.roster:
      return wellFormed(() => {
        const operation = decodeOperation(body)
        return { is: 'operation', operation, statements: carried(operation, space) }
      })
    default:
      return null
  }
}

/** The statements that an operation carries, without those that do not verify. */
function carried({ fields }: Operation, space: Buffer): Statement[] {
  const bytes = fields.operation === 'admit' ? fields.statements : fields.operation === 'statement' ? [fields.statement] : []
  return bytes.map((one) => wellFormed(() => decodeStatement(one, space))).filter((one) => one !== null)
}

function wellFormed<T>(decode: () => T): T | null {
  try {
    return decode()
  } catch (error) {
    if (error instanceof MalformedError) return null
    throw error
  }
}
