import { useState } from 'react'
import { fetchFile } from '#design/api'
import type { Sort } from '#design/dataTable'
import { EmptyState } from '#design/emptyState'
import { FailureNote } from '#design/failureNote'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { NodePath } from '#design/nodePath'
import { PageHeader } from '#design/pageHeader'
import { PeriodPicker } from '#design/periodPicker'
import { ScreenLink, type ScreenProps, type Search, useSearch } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { dayAt, parsePeriod } from '#foundation/period'
import { HeatTable } from './heatTable.tsx'
import styles from './network.module.css'
import { networkMessages } from './networkMessages.ts'
import { GapsPanel, MoversPanel, RedsPanel } from './networkPanels.tsx'
import { type Asked, joined, type Network, placeOf, useNetwork, useNodesAbove } from './networkReads.ts'
import { NetworkTools } from './networkTools.tsx'

const pageSize = 50
const kept = (kind: string) => `baton.network.kpis.${kind}`
/** People have KPIs of their own, so what was chosen for stores is kept apart. */
const levelOf = (kind: string | undefined) => (kind === 'person' || kind === 'department' ? 'people' : 'stores')

/** Stores against each other (E2): who is red where, who moved, where it lasts, and what is not known. */
export default function NetworkScreen({ params, search }: ScreenProps) {
  const node = params.node ?? ''
  return <NetworkOf key={node} node={node} search={search} />
}

function NetworkOf({ node, search }: { node: string; search: Record<string, string> }) {
  const text = useMessages(networkMessages)
  const [, change] = useSearch()
  const above = useNodesAbove(node)
  const here = above.at(-1)?.kind
  const level = levelOf(search.kind ?? (here === 'store' || here === 'department' ? 'person' : 'store'))
  const [chosen, choose] = useState<string[] | null>(() => localStorage.getItem(kept(level))?.split(',') ?? null)
  const period = search.period && parsePeriod(search.period) ? search.period : undefined
  const { kind, sort, direction, under, light, of, text: name } = search
  const kpis = chosen?.join(',')
  const asked: Asked = { period, kind, kpis, under, light, text: name, limit: pageSize }
  const ordered = sort && (!chosen || chosen.includes(sort) || fixed.includes(sort)) ? { sort, direction } : {}
  const read = useNetwork(node, { ...asked, ...ordered, of }, here !== undefined)
  const network = joined(read.data?.pages ?? [])
  const keep = (ids: string[] | null) => {
    if (ids) localStorage.setItem(kept(level), ids.join(','))
    else localStorage.removeItem(kept(level))
    choose(ids)
  }
  if (!network)
    return read.error ? (
      <FailureNote title={text.failed} error={read.error} onRetry={() => void read.refetch()} />
    ) : (
      <div className={styles.page}>
        <Skeletons shape="text" count={1} />
        <Skeletons shape="table" count={12} />
      </div>
    )
  const passed: Record<string, string> = period ? { period } : {}
  const left = network.fitting - network.rows.length
  return (
    <div className={styles.page} data-waiting={read.isPlaceholderData || undefined}>
      <Head network={network} period={period} above={above} change={change} asked={{ ...asked, ...ordered, of }} />
      <div className={styles.panels}>
        <MoversPanel network={network} />
        <RedsPanel network={network} />
        <GapsPanel network={network} />
      </div>
      <section className={styles.tableBox} aria-label={text.ofKind[network.kind]}>
        <NetworkTools network={network} search={search} change={change} chosen={chosen} onChoose={keep} />
        {network.total === 0 ? (
          <EmptyState icon="store" title={text.empty} />
        ) : network.fitting === 0 ? (
          <EmptyState icon="search" title={text.nothing} why={text.nothingWhy} />
        ) : (
          <HeatTable
            network={network}
            caption={text.title({ name: network.node.name })}
            search={passed}
            maxHeight="78vh"
            onSort={({ column, down }: Sort) => change({ sort: column, direction: down ? 'desc' : 'asc' })}
            onLight={(kpi, colour) => change({ light: colour, of: kpi })}
          />
        )}
        <div className={styles.foot}>
          <p className={styles.soft}>{text.sparks}</p>
          {read.hasNextPage && (
            <button
              type="button"
              className={styles.more}
              disabled={read.isFetchingNextPage}
              onClick={() => void read.fetchNextPage()}
            >
              {text.more({ count: Math.min(pageSize, left), left })}
            </button>
          )}
        </div>
        {read.isFetchNextPageError && (
          <FailureNote title={text.pageFailed} error={read.error} onRetry={() => void read.fetchNextPage()} />
        )}
      </section>
    </div>
  )
}

const fixed = ['name', 'under', 'attention']
const kindsOf: Record<string, string[]> = {
  company: ['store', 'region'],
  region: ['store', 'region'],
  store: ['person', 'department'],
  department: ['person'],
}

type HeadProps = {
  network: Network
  period: string | undefined
  above: { id: string; name: string; kind: string }[]
  change: (changes: Search) => void
  asked: Asked
}

function Head({ network, period, above, change, asked }: HeadProps) {
  const text = useMessages(networkMessages)
  const [failed, fail] = useState<unknown>(null)
  const today = dayAt(network.asOf, 'Asia/Shanghai')
  const node = encodeURIComponent(network.node.id)
  const save = () => {
    fail(null)
    const { limit, ...rest } = asked
    const query = new URLSearchParams(Object.entries(rest).filter((entry): entry is [string, string] => !!entry[1]))
    fetchFile(
      `/boards/${node}/network/export.xlsx?${query}`,
      `${text.title({ name: network.node.name })} ${network.period}.xlsx`,
    ).catch(fail)
  }
  return (
    <PageHeader
      path={above.length > 1 ? <NodePath nodes={above.map((one) => ({ ...one, to: placeOf(one) }))} /> : undefined}
      title={network.node.name}
      meta={<span>{text.counted({ count: network.total, kind: text.kinds[network.kind] ?? '' })}</span>}
      period={
        <PeriodPicker
          value={period ?? network.period}
          kinds={['day', 'week', 'month', 'quarter', 'year']}
          today={today}
          latest={today}
          onChange={(next) => change({ period: next === today.slice(0, 7) ? undefined : next })}
        />
      }
      actions={
        <div className={styles.actions}>
          <fieldset className={styles.kinds}>
            <legend>{text.compare}</legend>
            {(kindsOf[network.node.kind] ?? []).map((kind) => (
              <button
                key={kind}
                type="button"
                aria-pressed={kind === network.kind}
                onClick={() => change({ kind, under: undefined, sort: undefined, direction: undefined })}
              >
                {text.ofKind[kind]}
              </button>
            ))}
          </fieldset>
          <button type="button" className={styles.plain} onClick={save}>
            <Icon name="download" size={16} />
            {text.export}
          </button>
          <ScreenLink to={`/boards/${node}`} search={period ? { period } : {}} className={styles.plain}>
            {text.board}
            <Icon name="right" size={14} />
          </ScreenLink>
        </div>
      }
    >
      {failed !== null && <FailureNote title={text.exportFailed} error={failed} onRetry={save} />}
    </PageHeader>
  )
}
