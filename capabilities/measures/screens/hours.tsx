import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { callApi } from '#design/api'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { type ScreenProps, useSearch } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import type { Hours as HoursSchema } from '../wire.ts'
import { Forecast } from './forecast.tsx'
import { HourGrid } from './hourGrid.tsx'
import styles from './hours.module.css'
import { hoursMessages } from './messages.ts'

export type Hours = (typeof HoursSchema)['_output']

const spans = [4, 8, 13]
const spanDefault = 8
/** What lacks most is read first; the rest is one tap away. */
const firstAdvices = 3

/** When customers call and come, how that will go on, and how many people it takes. */
export default function HoursScreen({ params, search }: ScreenProps) {
  const node = params.node ?? ''
  const weeks = spans.find((each) => String(each) === search.weeks) ?? spanDefault
  const text = useMessages(hoursMessages)
  const format = useFormat()
  const [, change] = useSearch()
  const { data, error, refetch } = useQuery({
    queryKey: ['hours', node, weeks],
    queryFn: ({ signal }) => callApi<Hours>(`/hours/${encodeURIComponent(node)}`, { search: { weeks }, signal }),
    placeholderData: (before, query) => (query?.queryKey[1] === node ? keepPreviousData(before) : undefined),
  })
  if (error && !data) return <FailureNote alone title={text.failed} error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeletons shape="table" count={8} />
  const range = text.range({ from: format.day(data.from, { year: true }), to: format.day(data.to, { year: true }) })
  return (
    <div className={styles.page}>
      <PageHeader
        title={text.title}
        meta={
          <>
            <span>{data.node.name}</span>
            <span>{range}</span>
            <span>{text.about}</span>
          </>
        }
        actions={
          <fieldset className={styles.switch}>
            <legend>{text.weeks}</legend>
            {spans.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={each === weeks}
                onClick={() => change({ weeks: each === spanDefault ? undefined : String(each) })}
              >
                {text.weeksOf({ weeks: each })}
              </button>
            ))}
          </fieldset>
        }
      />
      <div className={styles.columns}>
        <Staffing data={data} />
        <Peaks data={data} />
      </div>
      <HourGrid data={data} />
      <Forecast data={data} />
    </div>
  )
}

function Staffing({ data: { staffing } }: { data: Hours }) {
  const text = useMessages(hoursMessages).staffing
  const words = useWords()
  const { state, advices, because } = staffing
  const line = (advice: (typeof advices)[number]) => (
    <li key={advice.text.zh}>
      <strong>{words(advice.text)}</strong>
      <span className={styles.soft}>{words(advice.because)}</span>
    </li>
  )
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{text.title}</h2>
      {state === 'advised' || state === 'enough' ? (
        <p className={styles.lead}>{text[state]}</p>
      ) : (
        <EmptyState icon="people" title={text[state]} />
      )}
      {advices.length > 0 && <ul className={styles.advices}>{advices.slice(0, firstAdvices).map(line)}</ul>}
      {advices.length > firstAdvices && (
        <details className={styles.why}>
          <summary>{text.more({ count: advices.length - firstAdvices })}</summary>
          <ul className={styles.advices}>{advices.slice(firstAdvices).map(line)}</ul>
        </details>
      )}
      {because.length > 0 && (
        <details className={styles.why}>
          <summary>{text.why}</summary>
          {because.map((line) => (
            <p key={line.zh}>{words(line)}</p>
          ))}
        </details>
      )}
    </section>
  )
}

function Peaks({ data: { peaks } }: { data: Hours }) {
  const text = useMessages(hoursMessages).peaks
  const format = useFormat()
  return (
    <section className={styles.block}>
      <h2 className={styles.heading}>{text.title}</h2>
      {peaks.length === 0 && <p className={styles.soft}>{text.none}</p>}
      <ul className={styles.advices}>
        {peaks.map(({ hour, times, tenMinuteRate }) => (
          <li key={hour}>
            {text.one({
              hour: spanOf(hour),
              times: format.value(Math.round(times * 10) / 10, 'count'),
              rate: tenMinuteRate === null ? text.noRate : text.rate({ percent: format.percent(tenMinuteRate) }),
            })}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** 10–11 */
export const spanOf = (hour: number) => `${hour}–${hour + 1}`
