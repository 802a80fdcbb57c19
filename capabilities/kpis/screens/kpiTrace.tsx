import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi } from '#design/api'
import { FailureNote } from '#design/failureNote'
import { type Format, useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { ScreenLink, useNavigation } from '#design/screen'
import { useMay } from '#design/session'
import { TraceDrawer, type TraceFacts } from '#design/traceDrawer'
import { type Light, type Unit, units } from '#foundation/figure'
import type { FactBehind } from '../wire.ts'
import { type Trace, traceQuery, useKpis } from './library.ts'
import { kpiMessages } from './messages.ts'

type Fact = (typeof FactBehind)['_output']
type Facts = { count: number; sum: number | null; items: Fact[]; next: string | null }
type Part = 'numerator' | 'denominator'

/** The figure that is asked about, with what the screen already knows of it. */
export type Traced = {
  kpi: string
  node: string
  nodeName: string
  period: string
  light?: Light
  target?: number | null
  due?: number | null
  /** The light's reason in words. */
  reason?: string
}

/** "Where from" of any figure: formula, measures, and the facts whose count is the number (H5.8). */
export default function KpiTrace({ of, onClose }: { of: Traced | null; onClose: () => void }) {
  // The last one stays while the drawer closes, so that it does not empty before the reader's eyes.
  const [last, keep] = useState(of)
  if (of && of !== last) keep(of)
  return last ? (
    <Drawer key={`${last.kpi} ${last.node} ${last.period}`} of={last} opened={of !== null} onClose={onClose} />
  ) : null
}

function Drawer({ of, opened, onClose }: { of: Traced; opened: boolean; onClose: () => void }) {
  const text = useMessages(kpiMessages).trace
  const words = useWords()
  const format = useFormat()
  const may = useMay()
  const { get, nameOf } = useKpis()
  const { pathname } = useNavigation()
  const page = `/kpis/${encodeURIComponent(of.kpi)}/${encodeURIComponent(of.node)}`
  const [part, setPart] = useState<Part>('numerator')
  const { data, error, refetch } = useQuery({ ...traceQuery(of.kpi, of.node, of.period), enabled: opened })
  const doors = data && may('facts.read') ? parts(data, text) : []
  const opens = doors.find((door) => door.part === part)
  const facts = useFacts(of, part, opens?.unit ?? 'count', opened && opens !== undefined)
  const unit = get(of.kpi)?.unit ?? data?.kpi.unit ?? 'count'
  return (
    <TraceDrawer
      opened={opened}
      onClose={onClose}
      error={error ? <FailureNote title={text.failed} error={error} onRetry={() => void refetch()} /> : undefined}
      trace={
        data
          ? {
              label: nameOf(of.kpi),
              scope: `${of.nodeName} · ${format.period(of.period)}`,
              value: data.value,
              unit,
              light: of.light,
              target: of.target,
              due: of.due,
              reason: of.reason,
              noData: data.value === null ? 'no_facts' : undefined,
              formula: data.because[0] ? words(data.because[0]) : data.formula,
              measures: [
                ...data.measures.map((measure) => ({
                  id: measure.id,
                  name: words(measure.names),
                  value: measure.value,
                  unit: unitNamed(measure.unit),
                })),
                ...doors,
              ],
              because: data.because.slice(1).map(words),
              onward: pathname.startsWith(page) ? undefined : (
                <ScreenLink to={page} search={{ period: of.period }}>
                  {text.onward}
                  <Icon name="right" size={14} />
                </ScreenLink>
              ),
            }
          : null
      }
      part={part}
      onPart={(chosen) => setPart(chosen === 'denominator' ? 'denominator' : 'numerator')}
      facts={facts}
    />
  )
}

/** Numerator and denominator as doors to their facts; days and months below the line are no facts. */
function parts(
  { numerator, denominator, measures }: Trace,
  text: { numerator: string; denominator: string; counted: string },
) {
  const same = (value: number) => measures.find((measure) => measure.value === value)
  const rows: { id: string; name: string; value: number; unit: Unit; part: Part }[] = []
  if (numerator !== null) {
    const name = denominator === null ? text.counted : text.numerator
    const unit = unitNamed(same(numerator)?.unit)
    rows.push({ id: 'numerator', name, value: numerator, unit, part: 'numerator' })
  }
  const below = denominator === null ? undefined : same(denominator)
  if (denominator !== null && below && below.unit !== 'days') {
    const unit = unitNamed(below.unit)
    rows.push({ id: 'denominator', name: text.denominator, value: denominator, unit, part: 'denominator' })
  }
  return rows
}

const unitNamed = (text: string | undefined): Unit => units.find((unit) => unit === text) ?? 'count'

/** What a fact adds to the number: money to the fen, minutes as they are, and +1 or −1 where facts are counted. */
function contribution(counts: number, unit: Unit, format: Format): string {
  if (unit === 'fen') return format.money(counts)
  return unit === 'count' ? format.change(counts, 'count').text : format.value(counts, unit)
}

function useFacts(of: Traced, part: Part, unit: Unit, enabled: boolean): TraceFacts | null | undefined {
  const format = useFormat()
  const words = useWords()
  const { data, isFetching, hasNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: ['trace', of.kpi, of.node, of.period, 'facts', part],
    queryFn: ({ pageParam, signal }) =>
      callApi<Facts>(`/kpis/${encodeURIComponent(of.kpi)}/facts`, {
        search: { node: of.node, period: of.period, part, after: pageParam, limit: 50 },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    enabled,
  })
  if (!enabled) return undefined
  if (!data) return isFetching ? null : undefined
  const items = data.pages.flatMap((page) => page.items)
  return {
    count: data.pages[0]?.count ?? 0,
    net: items.some((fact) => fact.counts < 0),
    loading: isFetching,
    onMore: hasNextPage ? () => void fetchNextPage() : undefined,
    rows: items.map((fact) => ({
      id: `${fact.kind} ${fact.source} ${fact.externalId} ${fact.counts}`,
      title: words(fact.title),
      detail: [format.day(fact.day, { year: true }), ...fact.people.map((person) => person.name)].join(' · '),
      value: contribution(fact.counts, unit, format),
    })),
  }
}
