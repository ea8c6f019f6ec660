import { Plural } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { RecordId, UnderName } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { useCodeWords } from '../../i18n/use-code-words.ts'
import { ProblemNote } from '../../ui/problem.tsx'

/** Which complaints somebody outside has under the name of who does not agree to that: for the pages of that person, and of what they had agreed to. */
export function NamesOut({ of }: { of: RecordId }): ReactNode {
  return (
    <UnderNames
      of={of}
      words={(count) => (
        <Plural
          value={count}
          one="# open complaint bears their name, and they do not agree to that now. Ask the authority to keep the name to itself:"
          other="# open complaints bear their name, and they do not agree to that now. Ask the authority of each to keep the name to itself:"
        />
      )}
    />
  )
}

/** What is to be done about complaints that bear a name when the word for it ends. */
export function NamesOutWords({ count }: { count: number }): ReactNode {
  return (
    <Plural
      value={count}
      one="# open complaint was handed in under their name. Afterwards, ask the authority to keep the name to itself:"
      other="# open complaints were handed in under their name. Afterwards, ask the authority of each to keep the name to itself:"
    />
  )
}

function UnderNames({ of, words }: { of: RecordId; words: (count: number) => ReactNode }): ReactNode {
  const { queries } = useEngine()
  const found = useQuery(queries.cards.underName.queryOptions({ input: { recordId: of } }))
  const complaints = found.data ?? []
  return (
    // Stands before there is something to say, so that readers hear what comes into it.
    <div role="status">
      {complaints.length === 0 ? null : (
        <div className="note note-strong">
          <div>
            <p>{words(complaints.length)}</p>
            <UnderNameList complaints={complaints} />
          </div>
        </div>
      )}
      <ProblemNote of={found.error} />
    </div>
  )
}

/** Complaints, each with a way to its page. */
export function UnderNameList({ complaints }: { complaints: readonly UnderName[] }): ReactNode {
  return (
    <ul className="named">
      {complaints.map((complaint) => (
        <li key={complaint.recordId}>
          <Complaint complaint={complaint} />
        </li>
      ))}
    </ul>
  )
}

function Complaint({ complaint: { recordId, label, status } }: { complaint: UnderName }): ReactNode {
  const router = useRouter()
  const codeWords = useCodeWords()
  return (
    <>
      <button type="button" className="link" onClick={() => router.go({ screen: 'card', recordId })}>
        <bdi>{label}</bdi>
      </button>{' '}
      {status === null ? null : <span className="quiet">{codeWords('complaintState', status)}</span>}
    </>
  )
}
