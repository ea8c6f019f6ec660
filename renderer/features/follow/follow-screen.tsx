import { Trans, useLingui } from '@lingui/react/macro'
import { Plus } from 'lucide-react'
import type { ReactNode } from 'react'
import { type FollowPart, useRouter } from '../../app/router.tsx'
import { Button } from '../../ui/button.tsx'
import { Page } from '../../ui/page.tsx'
import { CardList } from '../cards/card-list.tsx'
import { Segments } from '../cards/segments.tsx'
import { DueList } from './due-list.tsx'
import '../cards/cards.css'

/** What waits for somebody, and the requests, complaints, testimonies and notes themselves. */
export function FollowScreen({ part }: { part: FollowPart }): ReactNode {
  const { t } = useLingui()
  const router = useRouter()
  const words: Record<FollowPart, string> = {
    due: t`What waits`,
    requests: t`Requests for help`,
    complaints: t`Complaints`,
    testimonies: t`Testimonies`,
    notes: t`Security notes`,
  }
  const begin = {
    due: null,
    requests: { kind: 'request', words: t`Ask for help` },
    complaints: { kind: 'complaint', words: t`Begin a complaint` },
    testimonies: { kind: 'testimony', words: t`Write a testimony` },
    notes: { kind: 'note', words: t`Write a security note` },
  } as const
  const action = begin[part]
  return (
    <Page
      title={t`To follow`}
      actions={
        action === null ? null : (
          <Button look="primary" icon={Plus} onPress={() => router.go({ screen: 'write-card', kind: action.kind })}>
            {action.words}
          </Button>
        )
      }
    >
      <Segments
        label={t`What to follow`}
        parts={(Object.keys(words) as FollowPart[]).map((each) => ({
          words: words[each],
          to: { screen: 'follow', part: each },
          isHere: each === part,
        }))}
      />
      <Part part={part} />
    </Page>
  )
}

function Part({ part }: { part: FollowPart }): ReactNode {
  const { t } = useLingui()
  switch (part) {
    case 'due':
      return <DueList />
    case 'requests':
      return (
        <CardList
          kind="request"
          label={t`Requests for help`}
          searchLabel={t`Find a request`}
          empty={
            <Teach title={t`No help has been asked for yet`}>
              <Trans>
                A lawyer, bail, a doctor, a safe place: write down what somebody needs, who takes it on and by when. Nothing is forgotten
                then, and you can show what is asked for and not given.
              </Trans>
            </Teach>
          }
        />
      )
    case 'complaints':
      return (
        <CardList
          kind="complaint"
          label={t`Complaints`}
          searchLabel={t`Find a complaint`}
          empty={
            <Teach title={t`No complaint yet`}>
              <Trans>
                Follow each complaint from the first draft to its outcome: where you handed it in, what they answered, and by when they owe
                you the next word.
              </Trans>
            </Teach>
          }
        />
      )
    case 'testimonies':
      return (
        <CardList
          kind="testimony"
          label={t`Testimonies`}
          searchLabel={t`Find a testimony`}
          empty={
            <Teach title={t`No testimony yet`}>
              <Trans>
                What somebody tells in their own words, or a case told from beginning to end. Write it down once, so that nobody has to tell
                it again.
              </Trans>
            </Teach>
          }
        />
      )
    case 'notes':
      return (
        <CardList
          kind="note"
          label={t`Security notes`}
          searchLabel={t`Find a note`}
          empty={
            <Teach title={t`No security note yet`}>
              <Trans>
                When you see that the same thing happens again and again, write it down with the incidents it draws on, and what you advise
                to keep safe.
              </Trans>
            </Teach>
          }
        />
      )
  }
}

function Teach({ title, children }: { title: string; children: ReactNode }): ReactNode {
  return (
    <div className="prose">
      <h2>{title}</h2>
      <p>{children}</p>
    </div>
  )
}
