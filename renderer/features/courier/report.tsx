import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { TriangleAlert } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import type { CourierFault, CourierReport, CourierStop } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { Button } from '../../ui/button.tsx'
import { isUnderWay, Pairings } from '../coalitions/pairings.tsx'

export interface ReportProps {
  report: CourierReport
  onAgain(): void
  onDone(): void
}

/** What went each way, and what did not. */
export function Report({ report, onAgain, onDone }: ReportProps): ReactNode {
  const { t } = useLingui()
  const { queries } = useEngine()
  const pairings = useQuery(queries.coalitions.pairings.queryOptions())
  const isMeeting = pairings.data?.some(isUnderWay) ?? false
  const toldToCompare = pairings.data?.some(({ state }) => state === 'compare') ?? false
  const hasConfirmed = pairings.data?.some(({ state }) => state === 'confirmed') ?? false
  // Who compares after the exchange has answered after it too: the drive does not hold that answer.
  const [wasTold, setWasTold] = useState(false)
  if (toldToCompare && !wasTold) setWasTold(true)
  const answerIsNotThere = wasTold && hasConfirmed
  const letters = report.letters.gave + report.letters.took > 0
  const moved = letters || report.coalitions.some(({ gave, took, files }) => gave + took + files.gave + files.took > 0)
  return (
    <>
      {report.stopped === null ? null : <Stopped why={report.stopped} />}
      <div className="prose" role="status">
        <p className="lead">
          {report.stopped !== null ? (
            <Trans>What was done before that stays.</Trans>
          ) : toldToCompare ? (
            <Trans>Done. Compare the eight words with them, say here what they are, and exchange again.</Trans>
          ) : answerIsNotThere ? (
            <Trans>Leave the drive in: your answer is not on it yet. Exchange again, then hand the drive to them.</Trans>
          ) : isMeeting ? (
            <Trans>Done. Take the drive out the way your computer asks, and hand it to them. When it comes back, exchange again.</Trans>
          ) : moved ? (
            <Trans>Done. Take the drive out the way your computer asks.</Trans>
          ) : (
            <Trans>Nothing new either way. The drive and this computer hold the same.</Trans>
          )}
        </p>
      </div>
      {letters || isMeeting ? <Pairings /> : null}
      <ul className="exchanged" aria-label={t`What went each way`}>
        {letters ? (
          <li>
            <strong>
              <Trans>Joining a coalition</Trans>
            </strong>
            <span>
              <Letters {...report.letters} />
            </span>
          </li>
        ) : null}
        {report.coalitions.map(({ spaceId, name, gave, took, files, behind }) => (
          <li key={spaceId}>
            <strong>
              <bdi>{name}</bdi>
            </strong>
            <span>
              <Plural value={gave} _0="Nothing to put on the drive" one="# entry put on the drive" other="# entries put on the drive" />
              {'; '}
              <Plural value={took} _0="nothing new on it for us." one="# entry taken from it." other="# entries taken from it." />
            </span>
            <Files {...files} />
            {behind ? (
              <span className="quiet">
                <Trans>
                  The drive holds entries of yours that were not on this computer: it was restored from a backup. Parasol goes on in a new
                  log here.
                </Trans>
              </span>
            ) : null}
          </li>
        ))}
      </ul>
      {report.passedOver === 0 ? null : <PassedOver report={report} />}
      <div className="actions">
        {report.stopped === null ? (
          <>
            <Button look={isMeeting ? 'plain' : 'primary'} onPress={onDone}>{t`See the log`}</Button>
            {isMeeting ? <Button look={answerIsNotThere ? 'primary' : 'plain'} onPress={onAgain}>{t`Exchange again`}</Button> : null}
          </>
        ) : (
          <Button look="primary" onPress={onAgain}>{t`Try again`}</Button>
        )}
      </div>
    </>
  )
}

/** How many pictures and other files went along; nothing where none did. */
function Files({ gave, took }: CourierReport['coalitions'][number]['files']): ReactNode {
  return (
    <>
      {gave === 0 ? null : (
        <span>
          <Plural value={gave} one="# picture or other file put on the drive" other="# pictures and other files put on the drive" />
        </span>
      )}
      {took === 0 ? null : (
        <span>
          <Plural value={took} one="# picture or other file taken from it" other="# pictures and other files taken from it" />
        </span>
      )}
    </>
  )
}

/** What went between who invites and who joins. */
function Letters({ gave, took }: CourierReport['letters']): ReactNode {
  if (gave === 0) return <Trans>Their message came with the drive.</Trans>
  if (took === 0) return <Trans>Our message is on the drive now.</Trans>
  return <Trans>Their message came with the drive, and ours is on it now.</Trans>
}

function PassedOver({ report: { problems, passedOver } }: { report: CourierReport }): ReactNode {
  const words = useFaultWords()
  const more = passedOver - problems.length
  return (
    <section className="section">
      <h2>
        <Plural value={passedOver} one="# file was left out" other="# files were left out" />
      </h2>
      <p>
        <Trans>What could not be checked was not taken. Everything else went, and the next exchange tries again.</Trans>
      </p>
      <ul className="left-out">
        {problems.map(({ file, fault }) => (
          <li key={file}>
            <code>{file}</code>
            <span>{words(fault)}</span>
          </li>
        ))}
      </ul>
      {more <= 0 ? null : (
        <p className="quiet">
          <Plural value={more} one="And # more." other="And # more." />
        </p>
      )}
    </section>
  )
}

function Stopped({ why }: { why: CourierStop }): ReactNode {
  return (
    <div className="problem" role="alert">
      <TriangleAlert aria-hidden />
      <p>{useStopWords()(why)}</p>
    </div>
  )
}

function useStopWords(): (why: CourierStop) => string {
  const { t } = useLingui()
  return (why) => {
    switch (why) {
      case 'drive-full':
        return t`The drive is full, so not everything fitted. Make room on it or use another one, then exchange again.`
      case 'drive-read-only':
        return t`This drive does not let Parasol write on it. What was on it has been taken. Unlock the drive or use another one to give yours.`
      case 'drive-gone':
        return t`The drive could not be reached any more. Put it in again, then exchange again.`
      case 'disk-full':
        return t`The disk of this computer is full, so not everything could be taken. Free some space, then exchange again.`
      case 'too-many':
        return t`There are too many files in the drive’s Parasol folder. Use an empty drive.`
      case 'cancelled':
        return t`The exchange was stopped before its end. Exchange again to go on.`
    }
  }
}

function useFaultWords(): (fault: CourierFault) => string {
  const { t } = useLingui()
  return (fault) => {
    switch (fault) {
      case 'damaged':
        return t`It is damaged.`
      case 'forged':
        return t`Its entries are not signed by who should have written them.`
      case 'fork':
        return t`It holds another version of a log than this computer.`
      case 'too-long':
        return t`It holds more than one log may have.`
      case 'newer':
        return t`A newer Parasol wrote it. Update Parasol on this computer.`
      case 'unreadable':
        return t`The drive does not give it out.`
    }
  }
}
