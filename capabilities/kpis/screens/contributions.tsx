import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type CSSProperties, type ReactNode, useState } from 'react'
import { callApi } from '#design/api'
import { FailureNote } from '#design/failureNote'
import { type Format, useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useLocale, useMessages, useWords } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import type { Locale } from '#foundation/actor'
import { figureText, type Unit } from '#foundation/figure'
import { changeText } from '../rules/changeText.ts'
import type { Contributions as ContributionsSchema } from '../wire.ts'
import styles from './contributions.module.css'
import { pyramidMessages } from './pyramidMessages.ts'

type Split = (typeof ContributionsSchema)['_output']
type Driver = Split['drivers'][number]

const comparisons = ['previous', 'year-before', 'target'] as const
type Against = (typeof comparisons)[number]

export type ContributionsProps = {
  kpi: string
  node: string
  period: string
  /** Where a driver that is a KPI leads; to its own page when left out. */
  onDriver?: (kpi: string) => void
}

/** What changed a KPI, as bars that add up: against the period before, the year before, or the target. */
export default function Contributions({ kpi, node, period, onDriver }: ContributionsProps) {
  const text = useMessages(pyramidMessages).contributions
  const words = useWords()
  const [against, setAgainst] = useState<Against>('previous')
  const { data, error, refetch } = useQuery({
    queryKey: ['contributions', kpi, node, period, against],
    queryFn: ({ signal }) =>
      callApi<Split>(`/kpis/${encodeURIComponent(kpi)}/contributions`, { search: { node, period, against }, signal }),
    placeholderData: (before, query) => (query?.queryKey[1] === kpi ? keepPreviousData(before) : undefined),
  })
  const names: Record<Against, string> = {
    previous: text.previous,
    'year-before': text.yearBefore,
    target: text.target,
  }
  return (
    <section className={styles.block}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{data && onDriver ? text.of({ name: words(data.names) }) : text.title}</h2>
        <fieldset className={styles.switch}>
          <legend>{text.against}</legend>
          {comparisons.map((each) => (
            <button key={each} type="button" aria-pressed={each === against} onClick={() => setAgainst(each)}>
              {names[each]}
            </button>
          ))}
        </fieldset>
      </div>
      {error && !data ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : null}
      {!data && !error ? <Skeletons shape="list" count={3} /> : null}
      {data && <Parts split={data} node={node} onDriver={onDriver} />}
    </section>
  )
}

function Parts({ split, node, onDriver }: { split: Split; node: string; onDriver?: (kpi: string) => void }) {
  const text = useMessages(pyramidMessages).contributions
  const { locale } = useLocale()
  const format = useFormat()
  const words = useWords()
  const exact = split.split === 'exact'
  const figure = (value: number | null) => (value === null ? text.noData : exactly(value, split.unit, locale, format))
  const largest = Math.max(0, ...split.drivers.map((driver) => Math.abs(driver.contribution ?? 0)))
  const before = split.against === 'target' ? text.target : format.period(split.against)
  const row = (driver: Driver) => (
    <DriverRow key={driver.id} driver={driver} split={split} largest={largest} node={node} onDriver={onDriver} />
  )
  return (
    <>
      <dl className={styles.ends}>
        <div>
          <dt>{text.from({ what: before })}</dt>
          <dd>{figure(split.from)}</dd>
        </div>
        <div>
          <dt>{text.to({ what: format.period(split.period) })}</dt>
          <dd>{figure(split.to)}</dd>
        </div>
        <div>
          <dt>{text.movement}</dt>
          <dd className={styles.change}>
            {split.change === null ? text.noData : changeExactly(split.change, split.unit, locale, format)}
          </dd>
        </div>
      </dl>
      {split.days !== null && <p className={styles.soft}>{text.days({ days: split.days })}</p>}
      {!exact && <p className={styles.note}>{text.split[split.split]}</p>}
      {split.drivers.length > 0 && <ul className={styles.drivers}>{split.drivers.map(row)}</ul>}
      {exact && split.change !== null && (
        <p className={styles.sum}>
          <Icon name="check" size={16} />
          {text.sum} <strong>{changeExactly(split.change, split.unit, locale, format)}</strong> · {text.exact}
        </p>
      )}
      {split.beside.length > 0 && (
        <>
          <p className={styles.soft}>{text.beside}</p>
          <ul className={styles.drivers}>{split.beside.map(row)}</ul>
        </>
      )}
      <details className={styles.why}>
        <summary>{text.why}</summary>
        <ul>
          {split.because.map((line) => (
            <li key={line.zh}>{words(line)}</li>
          ))}
        </ul>
      </details>
    </>
  )
}

type RowProps = {
  driver: Driver
  split: Split
  largest: number
  node: string
  onDriver: ((kpi: string) => void) | undefined
}

function DriverRow({ driver, split, largest, node, onDriver }: RowProps) {
  const text = useMessages(pyramidMessages).contributions
  const { locale } = useLocale()
  const format = useFormat()
  const words = useWords()
  const { contribution } = driver
  const figure = (value: number | null) => (value === null ? text.noData : exactly(value, driver.unit, locale, format))
  const half = contribution === null || largest === 0 ? 0 : (Math.abs(contribution) / largest) * 50
  const good = contribution !== null && contribution > 0 === (split.direction === 'higher')
  return (
    <li className={styles.driver}>
      <span className={styles.name}>
        <Name driver={driver} node={node} period={split.period} onDriver={onDriver}>
          {words(driver.names)}
        </Name>
        <span className={styles.soft}>
          {figure(driver.from)} → {figure(driver.to)}
        </span>
      </span>
      {contribution !== null && (
        <>
          <span className={styles.track} aria-hidden="true">
            <span
              className={styles.bar}
              data-way={contribution < 0 ? 'down' : 'up'}
              style={{ '--half': `${half}%` } as CSSProperties}
            />
          </span>
          <span className={styles.part}>
            {changeExactly(contribution, split.unit, locale, format)}
            <span className={styles.soft}>{contribution === 0 ? text.none : good ? text.helps : text.hurts}</span>
          </span>
        </>
      )}
    </li>
  )
}

type NameProps = {
  driver: Driver
  node: string
  period: string
  onDriver: ((kpi: string) => void) | undefined
  children: ReactNode
}

/** A driver that a KPI stands behind is a way on to it. */
function Name({ driver: { kpi }, node, period, onDriver, children }: NameProps) {
  if (kpi === null) return <span>{children}</span>
  if (onDriver) {
    return (
      <button type="button" className={styles.door} onClick={() => onDriver(kpi)}>
        {children}
      </button>
    )
  }
  return (
    <ScreenLink className={styles.door} to={`/kpis/${kpi}/${encodeURIComponent(node)}`} search={{ period }}>
      {children}
    </ScreenLink>
  )
}

/** A figure that must add up with others, and so is not shortened. */
function exactly(value: number, unit: Unit, locale: Locale, format: Format): string {
  return unit === 'fen' ? format.money(value) : figureText(value, unit, locale)
}

function changeExactly(value: number, unit: Unit, locale: Locale, format: Format): string {
  if (unit !== 'fen') return changeText(value, unit, locale)
  return value > 0 ? `+${format.money(value)}` : format.money(value)
}
