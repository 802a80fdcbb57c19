import { Tabs } from '@mantine/core'
import { useState } from 'react'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { NodePath } from '#design/nodePath'
import { PageHeader } from '#design/pageHeader'
import { type ScreenProps, useSearch } from '#design/screen'
import { Skeletons } from '#design/skeletons'
import { FactorDialog } from './factorDialog.tsx'
import { LedgerTable } from './ledgerTable.tsx'
import { LineTable } from './lineTable.tsx'
import { settlements } from './messages.ts'
import styles from './settlement.module.css'
import { type Line, useSettlement } from './settling.ts'
import { SettlementBadge, StateCourse } from './stateCourse.tsx'
import { Steps } from './steps.tsx'
import { UnsettledTable } from './unsettledTable.tsx'

const tabs = ['lines', 'unsettled', 'ledger'] as const

/** One settlement: how far it is, what it comes to, who gets what and why. */
export default function SettlementScreen({ params }: ScreenProps) {
  const all = useMessages(settlements)
  const text = all.one
  const format = useFormat()
  const [search, setSearch] = useSearch()
  const [failure, setFailure] = useState<unknown>(null)
  const [settingFactor, setSettingFactor] = useState<Line | null>(null)
  const { data: settlement, error, isPending, refetch } = useSettlement(params.id ?? '')
  if (isPending) return <Skeletons shape="figures" />
  if (error) return <FailureNote alone title={all.notLoaded} error={error} onRetry={() => void refetch()} />
  const tab = tabs.find((each) => each === search.tab) ?? 'lines'
  const people = new Set(settlement.lines.map(({ person }) => person)).size
  const figures = [
    [text.total, format.money(settlement.totalFen)],
    [text.people, format.count(people)],
    [text.average, people === 0 ? '–' : format.money(Math.round(settlement.totalFen / people))],
    [text.open, format.count(settlement.open)],
  ] as const
  return (
    <>
      <PageHeader
        path={
          <NodePath
            nodes={[
              { id: 'all', name: text.path, to: '/settlements' },
              { id: settlement.id, name: settlement.node.name },
            ]}
          />
        }
        title={text.title({ node: settlement.node.name, period: format.period(settlement.period) })}
        meta={<SettlementBadge state={settlement.state} />}
        actions={<Steps settlement={settlement} people={people} onFailure={setFailure} />}
      />
      <StateCourse settlement={settlement} />
      {failure !== null && (
        <div className={styles.failure}>
          <FailureNote title={text.failed} error={failure} />
        </div>
      )}
      <dl className={styles.figures}>
        {figures.map(([name, value], index) => (
          <div key={name} data-lead={index === 0 || undefined}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <Tabs value={tab} onChange={(next) => setSearch({ tab: next === 'lines' ? undefined : (next ?? undefined) })}>
        <Tabs.List mb="md">
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {text.tabs[each]}
              {each === 'unsettled' && (
                <span className={styles.tabCount}>{format.count(settlement.unsettled.length)}</span>
              )}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="lines">
          <LineTable settlement={settlement} onFactor={setSettingFactor} />
        </Tabs.Panel>
        <Tabs.Panel value="unsettled">
          <UnsettledTable settlement={settlement} />
        </Tabs.Panel>
        <Tabs.Panel value="ledger">
          <LedgerTable settlement={settlement} />
        </Tabs.Panel>
      </Tabs>
      {settingFactor && (
        <FactorDialog settlement={settlement} line={settingFactor} onClose={() => setSettingFactor(null)} />
      )}
    </>
  )
}
