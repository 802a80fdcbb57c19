import { Button } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { callApi } from '#design/api'
import { Counts } from '#design/counts'
import { FailureNote } from '#design/failureNote'
import { useMessages } from '#design/locale'
import { Progress } from '#design/progress'
import { Skeletons } from '#design/skeletons'
import styles from './import.module.css'
import { type Imported, importOfId, outcomeOf, underWay } from './importing.ts'
import { imports } from './messages.ts'

type RunningStepProps = { id: string; onDone: (outcome: Imported) => void; onRestart?: () => void }

const everyMs = 1_000

/** An import that goes on by itself: how far it is, what has come of it, a way to stop it and to go on. */
export function RunningStep({ id, onDone, onRestart }: RunningStepProps) {
  const text = useMessages(imports)
  const { data, error, refetch } = useQuery({
    queryKey: ['facts', 'import', id],
    queryFn: ({ signal }) => importOfId(id, signal),
    refetchInterval: ({ state }) => (state.data && !underWay(state.data) ? false : everyMs),
  })
  const changing = useMutation({
    mutationFn: (what: 'cancellations' | 'resumptions') =>
      callApi(`/imports/${id}/${what}`, { method: 'POST', body: {} }),
    onSettled: () => void refetch(),
  })
  const told = useRef(false)
  useEffect(() => {
    if (data?.state !== 'done' || told.current) return
    told.current = true
    onDone(outcomeOf(data))
  }, [data, onDone])
  if (error) return <FailureNote title={text.importFailed} error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeletons shape="table" />
  const { state, done, total, rejected, failure } = data
  return (
    <div className={styles.resultStep}>
      <Progress
        label={data.dryRun ? text.running.try : text.running.import}
        state={state === 'cancelled' ? 'stopped' : state}
        done={done}
        total={total}
        rejected={rejected}
        inBackground
        {...(underWay(data) ? { onCancel: () => changing.mutate('cancellations') } : {})}
      />
      {onRestart && (
        <Counts
          large
          label={text.soFar}
          counts={(['accepted', 'replaced', 'ignored', 'rejected'] as const).map((name) => ({
            name: text[name],
            count: data[name],
            faulty: name === 'rejected' && rejected > 0,
          }))}
        />
      )}
      {state === 'cancelled' && <p className={styles.soft}>{text.stopped}</p>}
      {state === 'waiting' && failure && <p className={styles.soft}>{text.waitsWhy({ why: failure })}</p>}
      {state === 'failed' && <p className={styles.soft}>{text.failedWhy({ why: failure ?? '' })}</p>}
      {changing.error && <FailureNote title={text.changeFailed} error={changing.error} />}
      {(state === 'cancelled' || state === 'failed') && (
        <div className={styles.foot}>
          {onRestart && (
            <Button variant="default" onClick={onRestart}>
              {text.otherFile}
            </Button>
          )}
          <Button loading={changing.isPending} onClick={() => changing.mutate('resumptions')}>
            {text.resume}
          </Button>
        </div>
      )}
    </div>
  )
}
