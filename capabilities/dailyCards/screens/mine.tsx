import { useQuery } from '@tanstack/react-query'
import { callApi } from '#design/api'
import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { StateBadge } from '#design/stateBadge'
import type { Light as Colour, Unit } from '#foundation/figure'
import { Earned, estimateQuery } from '#incentives/ui'
import { useKpis } from '#kpis/ui'
import { dayMessages } from './messages.ts'
import styles from './myDay.module.css'
import { useHistory } from './reads.ts'

type Judged = { id: string; unit: Unit; value: number | null; target: number | null; light: Colour }
type Countermeasure = {
  id: string
  title: string
  due: string
  overdue: boolean
  state: 'open' | 'doing' | 'done' | 'verified' | 'dropped'
}

const urgency: Record<Colour, number> = { red: 0, yellow: 1, green: 2, grey: 3 }
const shownKpis = 6
const tones = { open: 'open', doing: 'going', done: 'attention', verified: 'done', dropped: 'stopped' } as const

/** Below the tasks: how my KPIs stand, what the month has brought, what countermeasures wait for me, how I have used my cards. */
export default function Mine({ person }: { person: string }) {
  return (
    <>
      <MyKpis person={person} />
      <MyBonus person={person} />
      <MyActions person={person} />
      <Trend person={person} />
    </>
  )
}

function MyKpis({ person }: { person: string }) {
  const text = useMessages(dayMessages).mine
  const format = useFormat()
  const { nameOf } = useKpis()
  const { data } = useQuery({
    queryKey: ['board', person, null, null],
    queryFn: ({ signal }) => callApi<{ kpis: Judged[] }>(`/boards/${encodeURIComponent(person)}`, { signal }),
    staleTime: 60_000,
  })
  if (!data) return null
  const judged = data.kpis
    .filter(({ light, value }) => light !== 'grey' && value !== null)
    .sort((a, b) => urgency[a.light] - urgency[b.light])
    .slice(0, shownKpis)
  return (
    <section className={styles.block}>
      <div className={styles.blockHead}>
        <h2>{text.kpis}</h2>
        <ScreenLink to={`/scores/${encodeURIComponent(person)}`}>{text.all}</ScreenLink>
      </div>
      {judged.length === 0 && <p className={styles.soft}>{text.none}</p>}
      <ul className={styles.lines}>
        {judged.map(({ id, unit, value, target, light }) => (
          <li key={id}>
            <Light light={light} />
            <span>{nameOf(id)}</span>
            <b>{value === null ? '–' : format.value(value, unit)}</b>
            {target !== null && (
              <span className={styles.soft}>{text.target({ value: format.value(target, unit) })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function MyBonus({ person }: { person: string }) {
  const { data, dataUpdatedAt, failureReason, isPaused } = useQuery({
    ...estimateQuery(person),
    // Shown at once is what the phone kept: it is never fresh.
    staleTime: 0,
  })
  return data ? <Earned estimate={data} heardAt={dataUpdatedAt} old={isPaused || failureReason !== null} link /> : null
}

function MyActions({ person }: { person: string }) {
  const text = useMessages(dayMessages).actions
  const format = useFormat()
  const { data } = useQuery({
    queryKey: ['actions', 'person', person],
    queryFn: ({ signal }) => callApi<{ actions: Countermeasure[] }>('/actions', { search: { person }, signal }),
    staleTime: 60_000,
  })
  const open = data?.actions.filter(({ state }) => state !== 'verified' && state !== 'dropped') ?? []
  if (open.length === 0) return null
  return (
    <section className={styles.block}>
      <h2>{text.title}</h2>
      <ul className={styles.lines}>
        {open.map(({ id, title, due, overdue, state }) => (
          <li key={id}>
            <span>{title}</span>
            <StateBadge tone={tones[state]}>{text.states[state]}</StateBadge>
            <span className={styles.soft}>{(overdue ? text.overdue : text.due)({ day: format.day(due) })}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Trend({ person }: { person: string }) {
  const text = useMessages(dayMessages).trend
  const format = useFormat()
  const { data } = useHistory(person)
  if (!data || data.days.length === 0) return null
  const { cardsClosed, strategicTasksDue, strategicTasksDone } = data.adoption
  return (
    <section className={styles.block}>
      <h2>{text.title}</h2>
      <p>
        {text.said({
          closed: cardsClosed,
          days: data.days.length,
          done: strategicTasksDone,
          all: strategicTasksDue,
        })}
      </p>
      <div className={styles.bars} aria-hidden="true">
        {data.days.map(({ day, strategic, strategicDone, closed }) => (
          <span
            key={day}
            title={text.bar({ day: format.day(day), done: strategicDone, all: strategic })}
            data-closed={closed || undefined}
            style={{ height: `${strategic === 0 ? 8 : Math.max(8, (strategicDone / strategic) * 100)}%` }}
          />
        ))}
      </div>
      <p className={styles.soft}>{text.legend}</p>
    </section>
  )
}
