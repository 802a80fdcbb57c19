import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { MainAction } from '#design/mainAction'
import { PageHeader } from '#design/pageHeader'
import { ScreenLink, type ScreenProps, useSearch } from '#design/screen'
import { useMay, useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { states } from '../rules/countermeasure.ts'
import { ActionCard } from './actionCard.tsx'
import { ActionDrawer } from './actionDrawer.tsx'
import { ActionForm } from './actionForm.tsx'
import styles from './actions.module.css'
import { actionMessages } from './messages.ts'
import { type Action, useActionBoard, useActions } from './reads.ts'

/** The countermeasures of a node by state. `?kpi=` opens a new one for a KPI, `?id=` shows one. */
export default function ActionsScreen({ params, search }: ScreenProps) {
  const node = params.node ?? ''
  const text = useMessages(actionMessages)
  const may = useMay()
  const { user } = useSession()
  const [, change] = useSearch()
  const board = useActionBoard(node)
  const mine = search.mine === '1' && user?.person ? user.person : null
  const { data, error, refetch } = useActions(mine ? { person: mine } : { node })
  const writes = may('actions.write')
  const opens = writes && board.data && (search.kpi !== undefined || search.new === '1')
  const failure = error ?? board.error
  const overdue = search.overdue === '1'
  const shown = data?.filter((action) => !overdue || action.overdue)
  return (
    <div className={styles.page}>
      <PageHeader
        title={board.data ? `${board.data.node.name} · ${text.title}` : text.title}
        meta={
          <ScreenLink to={`/plans/${encodeURIComponent(node)}/weeks`} className={styles.link}>
            {text.toWeek}
          </ScreenLink>
        }
        actions={
          writes && (
            <MainAction>
              <Button leftSection={<Icon name="plus" size={16} />} onClick={() => change({ new: '1' })}>
                {text.open}
              </Button>
            </MainAction>
          )
        }
      >
        <fieldset className={styles.filters} aria-label={text.filters}>
          <Filter on={!mine && !overdue} onPress={() => change({ mine: undefined, overdue: undefined })}>
            {text.all}
          </Filter>
          {user?.person && (
            <Filter on={mine !== null} onPress={() => change({ mine: mine ? undefined : '1' })}>
              {text.mine}
            </Filter>
          )}
          <Filter on={overdue} onPress={() => change({ overdue: overdue ? undefined : '1' })}>
            {text.overdueOnly}
            {data && ` ${data.filter((action) => action.overdue).length}`}
          </Filter>
        </fieldset>
      </PageHeader>
      {failure && !data ? <FailureNote title={text.failed} error={failure} onRetry={() => void refetch()} /> : null}
      {!data && !failure && <Skeletons shape="list" count={6} />}
      {shown && data && (data.length === 0 || shown.length === 0) && (
        <EmptyState
          icon="check"
          title={data.length === 0 ? text.none : text.noneShown}
          why={data.length === 0 ? text.noneWhy : undefined}
        />
      )}
      {shown && shown.length > 0 && <ByState actions={shown} node={node} />}
      {opens && board.data && (
        <ActionForm
          node={node}
          board={board.data}
          kpi={search.kpi || null}
          onDone={() => change({ new: undefined, kpi: undefined })}
        />
      )}
      {search.id && !opens && <ActionDrawer key={search.id} id={search.id} onDone={() => change({ id: undefined })} />}
    </div>
  )
}

function Filter({ on, onPress, children }: { on: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <button type="button" className={styles.filter} aria-pressed={on} onClick={onPress}>
      {children}
    </button>
  )
}

/** Columns on the desk, one below the other on the phone; the nearest due day first. */
function ByState({ actions, node }: { actions: Action[]; node: string }) {
  const text = useMessages(actionMessages)
  return (
    <div className={styles.board}>
      {states.map((state) => {
        const here = actions.filter((action) => action.state === state).sort((a, b) => a.due.localeCompare(b.due))
        return (
          <section key={state} className={styles.column} data-empty={here.length === 0 || undefined}>
            <h2 className={styles.columnHead}>
              {text.states[state]} <span className={styles.soft}>{here.length}</span>
            </h2>
            {here.length === 0 && <p className={styles.soft}>{text.empty}</p>}
            <ul className={styles.cards}>
              {here.map((action) => (
                <ActionCard key={action.id} action={action} node={node} />
              ))}
            </ul>
          </section>
        )
      })}
    </div>
  )
}
