import { useState } from 'react'
import { apiError } from '#design/api'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { PeriodPicker } from '#design/periodPicker'
import { ScoreBar } from '#design/scoreBar'
import { type ScreenModule, type ScreenProps, useSearch } from '#design/screen'
import { useMay, useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { StateBadge } from '#design/stateBadge'
import { monthOf, parsePeriod } from '#foundation/period'
import { kpisQuery } from '#kpis/ui'
import { usePositionName } from '#organisation/ui'
import { scoreMessages } from './messages.ts'
import page from './page.module.css'
import { type Score, scoreQuery, todayQuery, useNodeNames, useScore, useToday } from './reads.ts'
import styles from './score.module.css'
import { ScoreItems } from './scoreItems.tsx'
import { ScorePay } from './scorePay.tsx'

export const first: ScreenModule['first'] = ({ params: { person = '' }, search }) =>
  search.period ? [] : [scoreQuery(person, null), todayQuery(person), kpisQuery]

/** A person's score of a month, item by item, with what one more point would take; and what it came to in pay. */
export default function MyScoreScreen({ params, search }: ScreenProps) {
  const person = params.person ?? ''
  const text = useMessages(scoreMessages)
  const { user } = useSession()
  const today = useToday(person)
  const named = search.period ? parsePeriod(search.period) : null
  const asked = named?.kind === 'month' ? named.text : null
  const period = asked ?? (today && monthOf(today))
  const { data, error, refetch } = useScore(person, asked)
  const own = user?.person === person
  const name = data?.name ?? (own ? user?.name : undefined)
  return (
    <div className={page.page}>
      <PageHeader
        title={own ? text.mine : name ? text.of({ name }) : text.one}
        meta={data ? <Meta score={data} today={today} own={own} /> : undefined}
        period={period ? <Month value={period} today={today} /> : undefined}
      />
      {error ? (
        apiError(error).kind === 'missing' ? (
          <Missing error={error} />
        ) : (
          <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} />
        )
      ) : null}
      {!data && !error ? <Skeletons shape="figures" count={3} /> : null}
      {data && <Stretches key={`${person} ${period}`} score={data} />}
      {period && <ScorePay person={person} period={period} own={own} />}
    </div>
  )
}

/** No card in that month is no fault; a person outside the reader's reach is told apart from it. */
function Missing({ error }: { error: unknown }) {
  const text = useMessages(scoreMessages)
  const { code, message } = apiError(error)
  if (code !== 'scorecards.card.none') return <EmptyState icon="lock" title={text.notSeen} why={message} />
  const why = (
    <>
      {message}
      <br />
      {text.noCardRemedy}
    </>
  )
  return <EmptyState icon="scores" title={text.noCard} why={why} />
}

function Month({ value, today }: { value: string; today: string | null }) {
  const [, change] = useSearch()
  return (
    <PeriodPicker
      value={value}
      today={today ?? undefined}
      latest={today ?? undefined}
      onChange={(period) => change({ period: today && period === monthOf(today) ? undefined : period })}
    />
  )
}

function Meta({ score, today, own }: { score: Score; today: string | null; own: boolean }) {
  const text = useMessages(scoreMessages)
  const positionName = usePositionName()
  const may = useMay()
  const nodeName = useNodeNames(may('org.read'))
  const words = useWords()
  const running = today !== null && monthOf(today) === score.period
  return (
    <>
      {own && <span>{score.name}</span>}
      <span>{positionName(score.position)}</span>
      {may('org.read') && <span>{nodeName(score.store)}</span>}
      <span>{text.card({ name: words(score.card.names), version: score.card.version })}</span>
      {score.frozen ? (
        <StateBadge tone="done">{text.frozen}</StateBadge>
      ) : running ? (
        <StateBadge tone="going">{text.running}</StateBadge>
      ) : null}
    </>
  )
}

/** Two positions in one month are two scores, side by side to choose from. */
function Stretches({ score }: { score: Score & { others: Score[] } }) {
  const text = useMessages(scoreMessages)
  const format = useFormat()
  const positionName = usePositionName()
  const all = [score, ...score.others].sort((a, b) => (a.from < b.from ? -1 : 1))
  const [chosen, choose] = useState(score.from)
  const shown = all.find((each) => each.from === chosen) ?? score
  return (
    <>
      {all.length > 1 && (
        <div className={styles.stretches}>
          <p className={styles.soft}>{text.stretches}</p>
          <div className={styles.choice}>
            {all.map((each) => (
              <button key={each.from} type="button" aria-pressed={each === shown} onClick={() => choose(each.from)}>
                {positionName(each.position)}
                <small>{text.stretch({ from: format.day(each.from), to: format.day(each.to) })}</small>
              </button>
            ))}
          </div>
        </div>
      )}
      <Total score={shown} />
      <ScoreItems score={shown} />
    </>
  )
}

function Total({ score }: { score: Score }) {
  const text = useMessages(scoreMessages)
  const format = useFormat()
  const words = useWords()
  const points = (value: number | null) => (value === null ? '–' : format.value(value, 'score100'))
  return (
    <section className={styles.total}>
      <ScoreBar score={score.total} grade={score.grade} factor={score.factor} />
      <dl className={styles.sums}>
        <div>
          <dt>{text.kpiTotal}</dt>
          <dd>{points(score.kpiTotal)}</dd>
        </div>
        <div>
          <dt>{text.valuesScore}</dt>
          <dd>
            {score.valuesScore === null ? (
              <span className={styles.soft}>{text.noValues}</span>
            ) : (
              points(score.valuesScore)
            )}
          </dd>
        </div>
        <div>
          <dt>{text.measured}</dt>
          <dd>{format.percent(score.measuredWeight)}</dd>
        </div>
      </dl>
      {score.grade === null && <p className={page.note}>{text.measuredThin}</p>}
      {score.because.length > 0 && (
        <details className={styles.why}>
          <summary>{text.whyTotal}</summary>
          <ol>
            {score.because.map((step) => (
              <li key={step.zh}>{words(step)}</li>
            ))}
          </ol>
        </details>
      )}
    </section>
  )
}
