import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { lazy, Suspense, useState } from 'react'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { PeriodPicker } from '#design/periodPicker'
import { type ScreenProps, useSearch } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { useToast } from '#design/toast'
import { strategyMessages } from './messages.ts'
import { type Editing, ObjectiveForm } from './objectiveForm.tsx'
import { ObjectiveList } from './objectiveList.tsx'
import { Poster } from './poster.tsx'
import { useLights, useMap, useMapChange } from './reads.ts'
import styles from './strategy.module.css'

// The drawing of a map is needed nowhere else, and not on a phone.
const MapCanvas = lazy(() => import('./mapCanvas.tsx'))

/** Where a node wants to go: objectives in four rows, what drives what, and how each stands today. */
export default function MapScreen({ params, search }: ScreenProps) {
  const node = params.node ?? ''
  const text = useMessages(strategyMessages)
  const words = useWords()
  const format = useFormat()
  const tell = useToast()
  const [, change] = useSearch()
  const wide = useMediaQuery('(min-width: 62em)')
  const [changing, setChanging] = useState(false)
  const [editing, setEditing] = useState<Editing | null>(null)
  const { data: map, error, refetch } = useMap(node, search.period)
  const lights = useLights(node)
  const changes = useMapChange(node)
  if (!map) {
    if (error) return <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} />
    return <Skeletons shape="figures" count={8} />
  }
  const mayChange = map.mayAdd || map.objectives.some((objective) => objective.mayChange)
  const edits = changing && mayChange
  const nameOf = (id: string) => {
    const found = map.objectives.find((objective) => objective.id === id)
    return found ? words(found.names) : id
  }
  const link = (cause: string, effect: string) =>
    changes.link.mutate(
      { cause, effect },
      {
        onSuccess: () =>
          tell({
            text: text.linked({ cause: nameOf(cause), effect: nameOf(effect) }),
            onUndo: () => changes.unlink.mutate({ cause, effect }),
          }),
      },
    )
  const unlink = (cause: string, effect: string) =>
    changes.unlink.mutate(
      { cause, effect },
      {
        onSuccess: () =>
          tell({
            text: text.unlinked({ cause: nameOf(cause), effect: nameOf(effect) }),
            onUndo: () => changes.link.mutate({ cause, effect }),
          }),
      },
    )
  const add = () => setEditing({ perspective: 'financial' })
  return (
    <div className={styles.screen}>
      <PageHeader
        title={`${map.node.name} · ${text.title}`}
        meta={lights.period && <span>{text.lightsOf({ period: format.period(lights.period) })}</span>}
        period={<PeriodPicker value={map.period} kinds={['year']} onChange={(period) => change({ period })} />}
        actions={
          <div className={styles.actions}>
            {map.objectives.length > 0 && (
              <Button variant="default" onClick={() => window.print()} className={styles.deskOnly}>
                {text.print}
              </Button>
            )}
            {mayChange && map.objectives.length > 0 && (
              <Button variant={edits ? 'filled' : 'default'} aria-pressed={edits} onClick={() => setChanging(!edits)}>
                {edits ? text.done : text.edit}
              </Button>
            )}
            {edits && map.mayAdd && (
              <Button leftSection={<Icon name="plus" size={16} />} onClick={add}>
                {text.add}
              </Button>
            )}
          </div>
        }
      />
      {edits && <p className={styles.hint}>{wide ? text.editHint : text.editHintPhone}</p>}
      {changes.link.error ? <FailureNote title={text.linkFailed} error={changes.link.error} /> : null}
      {changes.unlink.error ? <FailureNote title={text.linkFailed} error={changes.unlink.error} /> : null}
      {changes.order.error ? <FailureNote title={text.orderFailed} error={changes.order.error} /> : null}
      {map.objectives.length === 0 ? (
        <EmptyState
          icon="target"
          title={text.none}
          why={text.noneWhy}
          action={map.mayAdd ? <Button onClick={add}>{text.add}</Button> : undefined}
        />
      ) : (
        <div className={styles.columns}>
          {wide && (
            <section className={styles.canvas} aria-label={text.map}>
              <Suspense fallback={<Skeletons shape="figures" count={8} />}>
                <MapCanvas map={map} lights={lights} edits={edits} onLink={link} />
              </Suspense>
            </section>
          )}
          <ObjectiveList
            map={map}
            lights={lights}
            edits={edits}
            onEdit={(objective) => setEditing({ objective })}
            onAdd={(perspective) => setEditing({ perspective })}
            onOrder={(perspective, objectives) => changes.order.mutate({ perspective, objectives })}
            onLink={link}
            onUnlink={unlink}
          />
        </div>
      )}
      <Poster map={map} lights={lights} />
      {editing && <ObjectiveForm map={map} editing={editing} changes={changes} onDone={() => setEditing(null)} />}
    </div>
  )
}
