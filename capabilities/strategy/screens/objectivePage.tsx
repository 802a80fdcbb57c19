import { Chain, type ChainLink } from '#design/chain'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { ScreenLink, type ScreenProps, useNode } from '#design/screen'
import { useSession } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { Sparkline } from '#design/sparkline'
import { dayAt } from '#foundation/period'
import { useKpis } from '#kpis/ui'
import { strategyMessages } from './messages.ts'
import { ObjectiveWork } from './objectiveWork.tsx'
import { type Lights, type Objective, type ObjectivePage, useLights, useObjective, useYear } from './reads.ts'
import styles from './strategy.module.css'

/** One objective: what and why, who answers for it, how its KPIs stand, what brings it about and what it drives. */
export default function ObjectiveScreen({ params, search }: ScreenProps) {
  const id = params.id ?? ''
  const format = useFormat()
  const text = useMessages(strategyMessages)
  const words = useWords()
  const { user } = useSession()
  const [chosen] = useNode()
  const node = search.node ?? chosen ?? user?.homeNode ?? undefined
  const { data, error, refetch } = useObjective(id, node)
  const lights = useLights(node)
  if (!data) {
    if (error) return <FailureNote title={text.page.failed} error={error} onRetry={() => void refetch()} />
    return <Skeletons shape="figures" count={4} />
  }
  const { objective } = data
  const why = words(objective.reasons)
  return (
    <div className={styles.page}>
      <PageHeader
        title={words(objective.names)}
        meta={
          <>
            <Light light={lights.of(objective)} withWord />
            <span>{text.perspectives[objective.perspective]}</span>
            <span>{objective.node.name}</span>
            <span>{text.page.since({ period: objective.period })}</span>
            {objective.endedOn && (
              <span>{text.page.endedOn({ day: format.day(objective.endedOn, { year: true }) })}</span>
            )}
            <span>{objective.owner ? `${text.owner} ${objective.owner.name}` : text.noOwner}</span>
          </>
        }
        actions={
          node && (
            <ScreenLink to={`/strategy/${encodeURIComponent(node)}`} className={styles.kpiLink}>
              {text.page.toMap}
            </ScreenLink>
          )
        }
      />
      <Chained objective={objective} lights={lights} node={node} />
      {why && (
        <section>
          <h2 className={styles.heading}>{text.page.why}</h2>
          <p className={styles.why}>{why}</p>
        </section>
      )}
      <section>
        <h2 className={styles.heading}>{text.page.kpis}</h2>
        {objective.kpis.length === 0 && <p className={styles.soft}>{text.page.noKpis}</p>}
        <ul className={styles.kpiRows}>
          {objective.kpis.map((wish) => (
            <KpiRow key={wish.kpi} wish={wish} lights={lights} node={node} />
          ))}
        </ul>
      </section>
      <ObjectiveWork objective={objective.id} node={node} day={search.day} />
      <div className={styles.halves}>
        <Related
          title={text.page.causes}
          none={text.page.noCauses}
          objectives={data.causes}
          lights={lights}
          node={node}
        />
        <Related
          title={text.page.effects}
          none={text.page.noEffects}
          objectives={data.effects}
          lights={lights}
          node={node}
        />
      </div>
      <History versions={data.versions} />
    </div>
  )
}

type Seen = { lights: Lights; node: string | undefined }

/** From the objective to its leading KPI and that KPI's target of the running month. */
function Chained({ objective, lights, node }: Seen & { objective: Objective }) {
  const words = useWords()
  const format = useFormat()
  const library = useKpis()
  const first = objective.kpis[0]
  const unit = first && library.get(first.kpi)?.unit
  if (!first || !unit) return null
  const line = lights.line(first.kpi)
  const links: ChainLink[] = [
    { kind: 'objective', label: words(objective.names), light: lights.of(objective) },
    {
      kind: 'kpi',
      label: library.nameOf(first.kpi),
      light: line?.light,
      detail: line && line.value !== null ? format.value(line.value, unit) : undefined,
      to: node ? `/kpis/${first.kpi}/${encodeURIComponent(node)}` : undefined,
    },
    {
      kind: 'target',
      label: line && line.target !== null ? format.value(line.target, unit) : null,
      detail: lights.period ? format.period(lights.period) : undefined,
    },
  ]
  return <Chain links={links} current="objective" />
}

function KpiRow({ wish, lights, node }: Seen & { wish: Objective['kpis'][number] }) {
  const text = useMessages(strategyMessages)
  const format = useFormat()
  const library = useKpis()
  const kpi = library.get(wish.kpi)
  const line = lights.line(wish.kpi)
  const { data: trend } = useYear(node, wish.kpi, lights.period)
  const value = (figure: number | null | undefined) =>
    figure === null || figure === undefined || !kpi ? null : format.value(figure, kpi.unit)
  const points = trend?.points ?? []
  const known = points.filter((point) => point.value !== null)
  const name = library.nameOf(wish.kpi)
  const goal = value(wish.goal)
  const start = value(wish.start)
  return (
    <li className={styles.kpiRow}>
      <span>
        {node ? (
          <ScreenLink to={`/kpis/${wish.kpi}/${encodeURIComponent(node)}`} className={styles.kpiLink}>
            {name}
          </ScreenLink>
        ) : (
          name
        )}
      </span>
      <span>
        <span className={styles.soft}>{text.page.value}</span>
        <b className={styles.big}>{value(line?.value) ?? text.page.noValue}</b>
      </span>
      <span>
        <span className={styles.soft}>{text.page.light}</span>
        <Light light={line?.light ?? 'grey'} withWord />
      </span>
      <span>
        <span className={styles.soft}>{text.page.target}</span>
        {value(line?.target) ?? text.page.noTarget}
      </span>
      <span>
        <span className={styles.soft}>{text.page.wish}</span>
        {goal === null ? '–' : start === null ? text.wishTo({ to: goal }) : text.wish({ from: start, to: goal })}
        {wish.by && goal !== null && (
          <span className={styles.soft}>{text.by({ day: format.day(wish.by, { year: true }) })}</span>
        )}
      </span>
      <span>
        <span className={styles.soft}>{text.page.trend}</span>
        {known.length > 1 ? (
          <Sparkline
            values={points.map((point) => point.value)}
            target={line?.target}
            label={text.page.trendOf({
              name,
              from: value(known[0]?.value) ?? '',
              to: value(known.at(-1)?.value) ?? '',
            })}
          />
        ) : (
          '–'
        )}
      </span>
    </li>
  )
}

type RelatedProps = Seen & { title: string; none: string; objectives: Objective[] }

function Related({ title, none, objectives, lights, node }: RelatedProps) {
  const text = useMessages(strategyMessages)
  const words = useWords()
  return (
    <section>
      <h2 className={styles.heading}>{title}</h2>
      {objectives.length === 0 && <p className={styles.soft}>{none}</p>}
      <ul className={styles.related}>
        {objectives.map((objective) => (
          <li key={objective.id}>
            <Light light={lights.of(objective)} />
            <ScreenLink to={`/strategy/objectives/${objective.id}`} search={{ node }}>
              {words(objective.names)}
            </ScreenLink>
            <span className={styles.soft}>{text.perspectives[objective.perspective]}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function History({ versions }: Pick<ObjectivePage, 'versions'>) {
  const text = useMessages(strategyMessages)
  const words = useWords()
  const format = useFormat()
  return (
    <section>
      <h2 className={styles.heading}>{text.page.history}</h2>
      <ul className={styles.versions}>
        {versions.map((one) => (
          <li key={one.version}>
            {text.page.version({ version: String(one.version) })} ·{' '}
            {format.day(dayAt(new Date(one.at), 'Asia/Shanghai'), { year: true })} · {one.by || text.page.shipped} ·{' '}
            {words(one.names)}
            {one.endedOn && ` · ${text.page.endedOn({ day: format.day(one.endedOn, { year: true }) })}`}
            {one.note && ` · ${one.note}`}
          </li>
        ))}
      </ul>
    </section>
  )
}
