import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect, useState } from 'react'
import type { ImportId, Takeable } from '../../../core/engine/contract/index.ts'
import { useEngine } from '../../app/engine.tsx'
import { useRouter } from '../../app/router.tsx'
import { Page } from '../../ui/page.tsx'
import { MapStep } from './map-step.tsx'
import type { ImportPlan } from './mapping.ts'
import { PickStep } from './pick-step.tsx'
import { ReportStep } from './report-step.tsx'
import { RunStep } from './run-step.tsx'
import { TakeBackStep, TakenBackStep } from './take-back-step.tsx'
import './import.css'

type Step =
  | { name: 'pick' }
  | { name: 'map'; importId: ImportId; before: ImportPlan | null }
  | { name: 'run'; importId: ImportId; plan: ImportPlan }
  | { name: 'report'; importId: ImportId; plan: ImportPlan }
  | { name: 'back'; importId: ImportId; from: Step }
  | { name: 'taken'; importId: ImportId; taken: Takeable }

/** A spreadsheet becomes incidents: choose it, say which column is what, look, bring it in, read what became of each row. And back. */
export function ImportScreen(): ReactNode {
  const { t } = useLingui()
  const { client } = useEngine()
  const router = useRouter()
  const [step, setStep] = useState<Step>({ name: 'pick' })
  const importId = step.name === 'pick' ? null : step.importId
  useEffect(() => {
    if (importId === null) return
    // The engine forgets the file; if it is gone already, so much the better.
    return () => void client.imports.close({ importId }).catch(() => undefined)
  }, [client, importId])

  return (
    <Page
      title={step.name === 'back' || step.name === 'taken' ? t`Undo an import` : t`Bring in a spreadsheet`}
      onBack={step.name === 'run' ? undefined : () => router.back({ screen: 'log', recordId: null })}
      backLabel={t`Back to the log`}
      className="page-wide"
    >
      {step.name === 'pick' ? (
        <PickStep
          onRead={(id) => setStep({ name: 'map', importId: id, before: null })}
          onTakeBack={(id) => setStep({ name: 'back', importId: id, from: step })}
        />
      ) : null}
      {step.name === 'map' ? (
        <MapStep
          importId={step.importId}
          before={step.before}
          onOther={() => setStep({ name: 'pick' })}
          onRun={(plan) => setStep({ name: 'run', importId: step.importId, plan })}
        />
      ) : null}
      {step.name === 'run' ? (
        <RunStep
          importId={step.importId}
          plan={step.plan}
          onEnd={() => setStep({ ...step, name: 'report' })}
          onBack={() => setStep({ name: 'map', importId: step.importId, before: step.plan })}
        />
      ) : null}
      {step.name === 'report' ? (
        <ReportStep
          importId={step.importId}
          onContinue={() => setStep({ ...step, name: 'run' })}
          onAnother={() => setStep({ name: 'pick' })}
          onTakeBack={() => setStep({ name: 'back', importId: step.importId, from: step })}
        />
      ) : null}
      {step.name === 'back' ? (
        <TakeBackStep
          importId={step.importId}
          onLeave={() => setStep(step.from)}
          onDone={(taken) => setStep({ name: 'taken', importId: step.importId, taken })}
        />
      ) : null}
      {step.name === 'taken' ? <TakenBackStep taken={step.taken} onAnother={() => setStep({ name: 'pick' })} /> : null}
    </Page>
  )
}
