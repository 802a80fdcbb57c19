import { Button, Checkbox, SegmentedControl, Select, Switch, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import type { Light as Colour } from '#foundation/figure'
import { ActionBar } from './actionBar.tsx'
import { BulletBar } from './bulletBar.tsx'
import { Chain } from './chain.tsx'
import { DataTable } from './dataTable.tsx'
import { EmptyState } from './emptyState.tsx'
import { ErrorNote } from './errorNote.tsx'
import { FactClock } from './factClock.tsx'
import { Figure } from './figure.tsx'
import { FileDrop } from './fileDrop.tsx'
import styles from './gallery.module.css'
import { FormParts } from './galleryForms.tsx'
import { samples } from './gallerySamples.ts'
import { Wall } from './galleryWall.tsx'
import { HeatCell } from './heatCell.tsx'
import { Icon } from './icon.tsx'
import { Light } from './light.tsx'
import { useLocale } from './locale.tsx'
import { NoData, type NoDataReason } from './noData.tsx'
import { NodePath } from './nodePath.tsx'
import { PageHeader } from './pageHeader.tsx'
import { PeriodPicker } from './periodPicker.tsx'
import { PersonChip } from './personChip.tsx'
import { Progress } from './progress.tsx'
import { ScoreBar } from './scoreBar.tsx'
import { ScreenLink, type ScreenProps } from './screen.tsx'
import { Skeletons } from './skeletons.tsx'
import { Sparkline } from './sparkline.tsx'
import { StateBadge } from './stateBadge.tsx'
import { TimerRing } from './timerRing.tsx'
import { useToast } from './toast.tsx'
import { TraceDrawer } from './traceDrawer.tsx'

const lights: Colour[] = ['green', 'yellow', 'red', 'grey']
const reasons: NoDataReason[] = ['no_facts', 'no_target', 'too_few', 'no_denominator', 'not_loaded']
const trend = [91.2, 92.4, 91.8, 93.5, null, 93.1, 94.6, 95.2, 94.1, 93.4, 94.8, 94.0]

/** The kit in all its states. The switches for language and scheme are those of the top bar. */
export default function Gallery({ search }: ScreenProps) {
  if (search.only === 'wall') return <Wall />
  return <Kit />
}

function Kit() {
  const text = samples[useLocale().locale]
  const [traced, setTraced] = useState(false)
  const [part, setPart] = useState('numerator')
  const trace = () => setTraced(true)
  return (
    <>
      <PageHeader
        title={text.title}
        path={
          <NodePath
            nodes={text.nodes.map((name, index) => ({ id: name, name, to: index < 3 ? '/design' : undefined }))}
          />
        }
        meta={
          <>
            <FactClock at="2024-03-18T02:32:00Z" now="2024-03-18T03:00:00Z" line="live" />
            <StateBadge tone="going">{text.states.going}</StateBadge>
          </>
        }
        period={<Periods />}
        actions={<Button onClick={trace}>{text.mainAction}</Button>}
      />
      <div className={styles.sections}>
        <Section title="Light">
          <div className={styles.row}>
            {lights.map((light) => (
              <Light key={light} light={light} withWord />
            ))}
            {lights.map((light) => (
              <Light key={light} light={light} size="lg" />
            ))}
            {lights.map((light) => (
              <Light key={light} light={light} size="sm" />
            ))}
            <Light light="yellow" withWord word={text.overSelling} />
          </div>
        </Section>

        <Section title="Figure · desk">
          <div className={styles.figures}>
            <Figure
              label={text.kpis.ftr}
              value={94}
              unit="percent"
              light="yellow"
              target={95}
              change={{ value: 0.6, since: text.sinceMonth }}
              direction="higher"
              onTrace={trace}
            />
            <Figure
              label={text.kpis.output}
              value={1_286_540_00}
              unit="fen"
              light="green"
              target={3_200_000_00}
              due={1_240_000_00}
              change={{ value: 46_000_00, since: text.sinceMonth }}
              direction="higher"
              onTrace={trace}
            />
            <Figure
              label={text.kpis.complaints}
              value={1.5}
              unit="percent"
              light="red"
              target={1}
              change={{ value: 0.3, since: text.sinceMonth }}
              direction="lower"
              onTrace={trace}
            />
            <Figure
              label={text.kpis.nps}
              value={68}
              unit="points"
              light="grey"
              noData="no_target"
              change={{ value: -2, since: text.sinceMonth }}
              direction="higher"
              onTrace={trace}
            />
            <Figure
              label={text.kpis.ticket}
              value={368_000}
              unit="fen"
              light="yellow"
              target={350_000}
              reason={text.overSelling}
            />
            <Figure label={text.kpis.csat} value={null} unit="score5" light="grey" noData="too_few" target={4.6} />
            <Figure label={text.kpis.intake} value={378} unit="count" light="yellow" target={450} due={392} />
            <Figure label={text.kpis.minutes} value={8.4} unit="minutes" />
          </div>
        </Section>

        <Section title="Figure · phone">
          <div className={styles.phone}>
            <Figure
              size="phone"
              label={text.kpis.ftr}
              value={96.2}
              unit="percent"
              light="green"
              target={95}
              onTrace={trace}
            />
            <Figure
              size="phone"
              label={text.kpis.output}
              value={86_540_00}
              unit="fen"
              light="red"
              target={120_000_00}
              due={98_000_00}
              onTrace={trace}
            />
            <Figure
              size="phone"
              label={text.kpis.csat}
              value={null}
              unit="score5"
              light="grey"
              noData="no_facts"
              onTrace={trace}
            />
          </div>
        </Section>

        <Section title="BulletBar">
          <div className={styles.bars}>
            <BulletBar value={94} unit="percent" target={95} band={{ industry: 85, excellent: 96 }} withLegend />
            <BulletBar value={378} unit="count" target={450} due={392} withLegend />
            <BulletBar
              value={1.5}
              unit="percent"
              target={1}
              to={3}
              band={{ industry: 2, excellent: 0.5 }}
              direction="lower"
              withLegend
            />
            <BulletBar value={null} unit="percent" target={95} />
          </div>
        </Section>

        <Section title="HeatCell · Sparkline · DataTable">
          <Heat onTrace={trace} />
        </Section>

        <Section title="DataTable">
          <DataTable
            caption={text.tables.pay}
            columns={[
              {
                id: 'person',
                title: text.columns.person,
                cell: (row) => <PersonChip size="sm" name={row.name} position={row.position} />,
                sortBy: (row) => row.name,
              },
              {
                id: 'state',
                title: text.columns.state,
                cell: (row) => <StateBadge tone={row.tone}>{text.states[row.tone]}</StateBadge>,
              },
              {
                id: 'score',
                title: text.columns.score,
                numeric: true,
                width: '260px',
                cell: (row) => <ScoreBar size="row" score={row.score} grade={row.grade} factor={row.factor} />,
                sortBy: (row) => row.score,
                deskOnly: true,
              },
              {
                id: 'amount',
                title: text.columns.amount,
                numeric: true,
                cell: (row) => row.amount,
                sortBy: (row) => row.fen,
              },
            ]}
            rows={text.people}
            rowKey={(row) => row.name}
            sums={{ person: text.sum, amount: '¥17,100.00' }}
            initialSort={{ column: 'amount', down: true }}
            onOpen={trace}
          />
        </Section>

        <Section title="Chain">
          <Chain current="task" links={text.chain.map((link) => ({ ...link, to: '/design' }))} />
          <Chain current="fact" links={text.brokenChain} />
        </Section>

        <Section title="ScoreBar">
          <div className={styles.figures}>
            <ScoreBar score={99.33} grade="S" factor={1.5} />
            <ScoreBar score={82.6} grade="B" factor={1} />
            <ScoreBar score={41.25} grade="D" factor={0.5} />
            <ScoreBar score={null} grade={null} />
          </div>
        </Section>

        <Section title="StateBadge · PersonChip · FactClock · TimerRing">
          <div className={styles.row}>
            {(['open', 'going', 'done', 'attention', 'stopped'] as const).map((tone) => (
              <StateBadge key={tone} tone={tone}>
                {text.states[tone]}
              </StateBadge>
            ))}
          </div>
          <div className={styles.row}>
            {text.people.map((person) => (
              <PersonChip key={person.name} name={person.name} position={person.position} to="/design" />
            ))}
            <PersonChip name="Li Wei" position={text.people[0]?.position} />
          </div>
          <div className={styles.row}>
            <FactClock at="2024-03-18T02:32:00Z" now="2024-03-18T03:00:00Z" />
            <FactClock at="2024-03-18T02:32:00Z" now="2024-03-19T03:00:00Z" stale />
            <FactClock at="2024-03-18T02:32:00Z" now="2024-03-18T03:00:00Z" line="lost" />
            <FactClock at={null} />
          </div>
          <div className={styles.row}>
            <TimerRing secondsLeft={312} secondsPlanned={600} />
            <TimerRing secondsLeft={-75} secondsPlanned={600} />
          </div>
        </Section>

        <Section title="NoData · EmptyState">
          <div className={styles.row}>
            {reasons.map((reason) => (
              <NoData key={reason} reason={reason} />
            ))}
          </div>
          <NoData reason="too_few" long />
          <EmptyState
            icon="upload"
            title={text.empty.title}
            why={text.empty.why}
            action={<Button leftSection={<Icon name="upload" size={17} />}>{text.empty.action}</Button>}
          />
        </Section>

        <Section title="Progress">
          <div className={styles.bars}>
            <Progress
              label={text.import}
              state="running"
              done={31_400}
              total={64_000}
              rejected={12}
              minutesLeft={2}
              inBackground
              onCancel={() => undefined}
            />
            <Progress label={text.import} state="running" done={1_200} total={null} onCancel={() => undefined} />
            <Progress label={text.import} state="done" done={64_000} total={64_000} rejected={27} />
            <Progress label={text.import} state="failed" done={8_000} total={64_000} />
          </div>
        </Section>

        <Section title="ErrorNote · FileDrop · Toast · ActionBar">
          <ErrorNote {...text.error} code="facts.work_order.technician_unknown" onRetry={() => undefined} />
          <FileDrop kinds={['.csv', '.xlsx']} maxMegabytes={32} hint={text.dropHint} onFiles={() => undefined} />
          <Toasts />
          <ActionBar note={text.toast}>
            <Button variant="default">{text.form.later}</Button>
            <Button>{text.form.save}</Button>
          </ActionBar>
        </Section>

        <Section title="Form">
          <Form />
        </Section>

        <FormParts section={Section} />

        <Section title="Skeletons">
          <Skeletons shape="figures" count={3} />
          <Skeletons shape="table" count={3} />
          <Skeletons shape="list" count={2} />
        </Section>

        <Section title="Figure · wall">
          <ScreenLink to="/design" search={{ only: 'wall' }}>
            {text.openWall}
          </ScreenLink>
        </Section>
      </div>
      <TraceDrawer
        opened={traced}
        onClose={() => setTraced(false)}
        trace={{ ...text.trace, value: 94, unit: 'percent', light: 'yellow', target: 95 }}
        part={part}
        onPart={setPart}
        facts={{ count: 423, rows: text.facts, onMore: () => undefined }}
      />
    </>
  )
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      <h2 className={styles.title}>{title}</h2>
      {children}
    </section>
  )
}

function Periods() {
  const [period, setPeriod] = useState('2024-03')
  return (
    <PeriodPicker
      value={period}
      onChange={setPeriod}
      kinds={['day', 'week', 'month', 'quarter', 'year']}
      today="2024-03-18"
      latest="2024-03-18"
    />
  )
}

function Heat({ onTrace }: { onTrace: () => void }) {
  const text = samples[useLocale().locale]
  const kpis = [
    { id: 'ftr', unit: 'percent' },
    { id: 'complaints', unit: 'percent' },
    { id: 'nps', unit: 'points' },
    { id: 'ticket', unit: 'fen' },
  ] as const
  return (
    <DataTable
      caption={text.tables.network}
      dense
      keepFirst
      rows={text.stores}
      rowKey={(row) => row.name}
      initialSort={{ column: 'ftr', down: true }}
      columns={[
        { id: 'store', title: text.columns.store, cell: (row) => row.name, sortBy: (row) => row.name },
        ...kpis.map(({ id, unit }) => ({
          id,
          title: text.kpis[id],
          numeric: true,
          sortBy: (row: (typeof text.stores)[number]) => row[id].value,
          cell: (row: (typeof text.stores)[number]) => (
            <HeatCell {...row[id]} unit={unit} label={`${row.name} ${text.kpis[id]}`} onTrace={onTrace} />
          ),
        })),
        {
          id: 'trend',
          title: text.columns.trend,
          cell: (row) => <Sparkline values={trend} target={95} label={`${row.name} ${text.columns.trend}`} />,
        },
      ]}
    />
  )
}

function Toasts() {
  const text = samples[useLocale().locale]
  const tell = useToast()
  return (
    <div className={styles.row}>
      <Button variant="default" onClick={() => tell({ text: text.toast, onUndo: () => undefined })}>
        {text.showToast}
      </Button>
    </div>
  )
}

function Form() {
  const text = samples[useLocale().locale].form
  return (
    <>
      <div className={styles.form}>
        <TextInput label={text.name} placeholder={text.placeholder} />
        <TextInput label={text.target} defaultValue="410" error={text.targetError} />
        <Select label={text.position} data={text.positions} defaultValue={text.positions[0]} />
        <TextInput label={text.name} defaultValue={text.placeholder} disabled />
      </div>
      <div className={styles.row}>
        <Checkbox label={text.check} defaultChecked />
        <Switch label={text.toggle} defaultChecked />
        <SegmentedControl data={text.positions} />
      </div>
      <div className={styles.row}>
        <Button>{text.save}</Button>
        <Button variant="default">{text.later}</Button>
        <Button variant="subtle">{text.later}</Button>
        <Button variant="light">{text.later}</Button>
        <Button disabled>{text.save}</Button>
        <Button loading>{text.save}</Button>
      </div>
    </>
  )
}
