import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { EmptyState } from '#design/emptyState'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { PageHeader } from '#design/pageHeader'
import { type ScreenProps, useNode } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { studio } from '#design/studio'
import { monthOf } from '#foundation/period'
import { filterOf, type Groups, groupsOf } from './filterDraft.ts'
import { FilterRows } from './filterRows.tsx'
import { measureMessages } from './measureMessages.ts'
import { MeasurePreview } from './measurePreview.tsx'
import { MeasureSave } from './measureSave.tsx'
import { type DefinedMeasure, type Design, type FactStream, useDefinedMeasures, useStreams, useToday } from './reads.ts'

/** A measure in the making: its facts, its conditions, and beside them what it comes to on real facts. */
export default function MeasureEditorScreen({ params }: ScreenProps) {
  const id = params.id ?? 'new'
  const text = useMessages(measureMessages).editor
  const may = useMay()
  const { data: measures } = useDefinedMeasures()
  const { data: streams } = useStreams()
  const [node] = useNode()
  const today = useToday(node)
  if (!may('kpis.define')) return <EmptyState alone icon="lock" title={text.fresh} why={text.readOnly} />
  if (!measures || !streams || today === null) return <Skeletons shape="figures" count={3} />
  const known = id === 'new' ? null : (measures.find((one) => one.id === id) ?? null)
  if (id !== 'new' && !known) return <EmptyState alone icon="formula" title={text.missing} />
  return (
    <Editor
      key={`${id} ${known?.versions[0]?.version ?? 0}`}
      known={known}
      streams={streams}
      startNode={node}
      today={today}
    />
  )
}

const emptyDesign: Design = { names: { zh: '', en: '' }, of: 'delivered', amount: 'count', where: null, credit: null }

type EditorProps = { known: DefinedMeasure | null; streams: FactStream[]; startNode: string | null; today: string }

function Editor({ known, streams, startNode, today }: EditorProps) {
  const text = useMessages(measureMessages)
  const words = useWords()
  const newest = known?.versions[0] ?? null
  const [id, setId] = useState(known?.id ?? '')
  const [shape, setShape] = useState<Design>(newest ?? emptyDesign)
  const [node, setNode] = useState(startNode)
  const [month, setMonth] = useState(monthOf(today))
  const stream = streams.find((one) => one.of === shape.of)
  const fields = stream?.fields ?? []
  const [groups, setGroups] = useState<Groups | null>(() => groupsOf(shape.where, fields))
  const { names, of, amount, credit } = shape
  const design: Design = { names, of, amount, credit, where: groups ? filterOf(groups, fields) : shape.where }
  return (
    <div className={studio.page}>
      <PageHeader
        title={newest ? words(newest.names) : text.editor.fresh}
        meta={newest ? <span>{text.editor.basedOn(newest)}</span> : <span>{text.list.about}</span>}
      />
      <div className={studio.studio}>
        <div className={studio.column}>
          <section className={studio.box}>
            {!known && (
              <TextInput
                label={text.editor.id}
                description={text.editor.idHint}
                value={id}
                maxLength={40}
                autoCapitalize="none"
                spellCheck={false}
                onChange={(event) => setId(event.currentTarget.value.trim())}
              />
            )}
            <div className={studio.two}>
              <TextInput
                label={text.editor.nameZh}
                value={shape.names.zh}
                maxLength={60}
                onChange={(event) => setShape({ ...shape, names: { ...shape.names, zh: event.currentTarget.value } })}
              />
              <TextInput
                label={text.editor.nameEn}
                value={shape.names.en}
                maxLength={80}
                onChange={(event) => setShape({ ...shape, names: { ...shape.names, en: event.currentTarget.value } })}
              />
            </div>
            <Kind
              shape={shape}
              streams={streams}
              fixed={known !== null}
              onChange={(next) => {
                if (next.of !== shape.of) setGroups([])
                setShape(next)
              }}
            />
          </section>
          {groups ? (
            <FilterRows groups={groups} fields={fields} onChange={setGroups} />
          ) : (
            <p className={studio.soft}>{text.filter.complex}</p>
          )}
        </div>
        <div className={studio.column}>
          <MeasurePreview design={design} node={node} onNode={setNode} month={month} onMonth={setMonth} today={today} />
          <MeasureSave id={id} design={design} newest={newest} today={today} />
          {known && <Versions known={known} />}
        </div>
      </div>
    </div>
  )
}

type KindProps = { shape: Design; streams: FactStream[]; fixed: boolean; onChange: (shape: Design) => void }

function Kind({ shape, streams, fixed, onChange }: KindProps) {
  const text = useMessages(measureMessages).editor
  const words = useWords()
  const stream = streams.find((one) => one.of === shape.of)
  const sums = stream?.fields.filter((field) => field.summable) ?? []
  const amount = shape.amount === 'count' ? '' : shape.amount.sum
  return (
    <>
      <label className={studio.field}>
        <span>{text.of}</span>
        <select
          className={studio.select}
          value={shape.of}
          disabled={fixed}
          onChange={(event) =>
            onChange({ ...shape, of: event.target.value as Design['of'], amount: 'count', where: null, credit: null })
          }
        >
          {streams.map((one) => (
            <option key={one.of} value={one.of}>
              {words(one.names)}
            </option>
          ))}
        </select>
        {fixed && <span className={studio.soft}>{text.fixed}</span>}
      </label>
      <div className={studio.two}>
        <label className={studio.field}>
          <span>{text.amount}</span>
          <select
            className={studio.select}
            value={amount}
            onChange={(event) =>
              onChange({ ...shape, amount: event.target.value ? { sum: event.target.value } : 'count' })
            }
          >
            <option value="">{text.count}</option>
            {sums.map((field) => (
              <option key={field.id} value={field.id}>
                {text.sum({ field: words(field.names) })}
              </option>
            ))}
          </select>
        </label>
        <label className={studio.field}>
          <span>{text.credit}</span>
          <select
            className={studio.select}
            value={shape.credit ?? ''}
            disabled={fixed || !stream || stream.credits.length === 0}
            onChange={(event) =>
              onChange({ ...shape, credit: event.target.value ? (event.target.value as Design['credit']) : null })
            }
          >
            <option value="">{text.nobody}</option>
            {stream?.credits.map((one) => (
              <option key={one} value={one}>
                {text.credits[one] ?? one}
              </option>
            ))}
          </select>
        </label>
      </div>
    </>
  )
}

function Versions({ known }: { known: DefinedMeasure }) {
  const text = useMessages(measureMessages).versions
  const format = useFormat()
  return (
    <details className={studio.box} open>
      <summary>{text.title}</summary>
      <ol className={studio.versions}>
        {known.versions.map(({ version, from, retired, by, reason }) => (
          <li key={version}>
            <b>
              {from === '2000-01-01'
                ? text.always({ version })
                : text.line({ version, day: format.day(from, { year: true }) })}
              {retired && ` · ${text.retired}`}
            </b>
            <p className={studio.soft}>
              {text.by({ name: by })}
              {reason && ` · ${reason}`}
            </p>
          </li>
        ))}
      </ol>
    </details>
  )
}
