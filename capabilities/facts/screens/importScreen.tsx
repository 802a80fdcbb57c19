import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { Steps } from '#design/steps'
import { useNodes } from '#organisation/ui'
import { ColumnsStep } from './columnsStep.tsx'
import { FileStep } from './fileStep.tsx'
import { History } from './history.tsx'
import styles from './import.module.css'
import {
  type Chosen,
  type Imported,
  importOf,
  importsKey,
  type Preview,
  previewOf,
  type Readings,
} from './importing.ts'
import { imports } from './messages.ts'
import { ResultStep } from './resultStep.tsx'
import { RunningStep } from './runningStep.tsx'

type Step = 'file' | 'columns' | 'trial' | 'result'
const steps: Step[] = ['file', 'columns', 'trial', 'result']

/** From a file to facts: choose, match the columns, try without effect, import. */
export default function ImportScreen() {
  const text = useMessages(imports)
  const format = useFormat()
  const queries = useQueryClient()
  const { data: stores = [] } = useNodes('store')
  const [step, setStep] = useState<Step>('file')
  const [chosen, setChosen] = useState<Chosen>({
    file: null,
    kind: 'work-orders',
    source: '',
    store: null,
    sheet: null,
  })
  const [preview, setPreview] = useState<Preview | null>(null)
  const [mapping, setMapping] = useState<Record<string, string>>({})
  const [readings, setReadings] = useState<Readings>({})
  const [background, setBackground] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<Imported | null>(null)

  const looking = useMutation({
    mutationFn: previewOf,
    onSuccess: (read) => {
      setPreview(read)
      setMapping(read.mapping)
      setReadings(read.readings)
      // Whoever sees one store imports for it; a column that names stores goes first all the same.
      const [only, another] = stores
      if (read.mapping.store === undefined && only && !another) setChosen((now) => ({ ...now, store: only.id }))
      setStep('columns')
    },
  })
  const sending = useMutation({
    mutationFn: (dryRun: boolean) => importOf(chosen, mapping, readings, dryRun),
    onSuccess: (done) => (done.state === 'waiting' ? begun(done) : arrived(done)),
  })
  const begun = async (started: Imported) => {
    setBackground(started.id)
    setStep(started.dryRun ? 'trial' : 'result')
    await queries.invalidateQueries({ queryKey: importsKey })
  }
  const arrived = async (done: Imported) => {
    setBackground(null)
    setOutcome(done)
    setStep(done.dryRun ? 'trial' : 'result')
    // Boards and scores are other capabilities' answers: all that is shown may have changed.
    if (!done.dryRun) await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    else await queries.invalidateQueries({ queryKey: importsKey })
  }
  const change = (next: Partial<Chosen>) => {
    looking.reset()
    setChosen({ ...chosen, ...next })
  }
  const restart = () => {
    sending.reset()
    setChosen({ ...chosen, file: null })
    setOutcome(null)
    setBackground(null)
    setStep('file')
  }
  const rows = format.count(preview?.rows ?? 0)
  return (
    <>
      <PageHeader
        title={text.title}
        actions={
          <a className={styles.docs} href="/api/docs" target="_blank" rel="noreferrer">
            {text.docs}
            <Icon name="out" size={14} />
          </a>
        }
      />
      <Steps steps={steps} at={step} text={text} className={styles.steps} />
      <div className={styles.step}>
        {step === 'file' && (
          <FileStep
            chosen={chosen}
            onChange={change}
            busy={looking.isPending}
            error={looking.error && <FailureNote title={text.previewFailed} error={looking.error} />}
            onNext={() => looking.mutate(chosen)}
          />
        )}
        {step === 'columns' && preview && (
          <ColumnsStep
            preview={preview}
            mapping={mapping}
            onMapping={setMapping}
            readings={readings}
            onReadings={setReadings}
            onSheet={(sheet) => {
              setChosen({ ...chosen, sheet })
              looking.mutate({ ...chosen, sheet })
            }}
            store={chosen.store}
            onStore={(store) => setChosen({ ...chosen, store })}
            busy={sending.isPending ? text.trying({ rows }) : null}
            error={
              (sending.error && <FailureNote title={text.tryFailed} error={sending.error} />) ||
              (looking.error && <FailureNote title={text.previewFailed} error={looking.error} />)
            }
            onBack={() => setStep('file')}
            looking={looking.isPending}
            onTry={() => sending.mutate(true)}
          />
        )}
        {background && (step === 'trial' || step === 'result') && (
          <RunningStep id={background} onDone={(done) => void arrived(done)} onRestart={restart} />
        )}
        {!background && (step === 'trial' || step === 'result') && preview && outcome && (
          <ResultStep
            outcome={outcome}
            preview={preview}
            busy={sending.isPending ? text.importing({ rows }) : null}
            error={sending.error && <FailureNote title={text.importFailed} error={sending.error} />}
            onBack={() => {
              sending.reset()
              setStep('columns')
            }}
            onImport={() => sending.mutate(false)}
            onRestart={restart}
          />
        )}
      </div>
      <History />
    </>
  )
}
