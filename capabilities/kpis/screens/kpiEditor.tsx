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
import { useMeasures, useToday } from '#measures/ui'
import { FormulaField, PersonFormula, useFormulaFault } from './formulaField.tsx'
import { KpiFields } from './kpiFields.tsx'
import { KpiPreview } from './kpiPreview.tsx'
import { KpiSave } from './kpiSave.tsx'
import { studioMessages } from './studioMessages.ts'
import { type DefinedKpi, type KpiShape, useDefinedKpis } from './studioReads.ts'

/** A KPI in the making: what it is, its formula, and beside them what it comes to on real figures. */
export default function KpiEditorScreen({ params }: ScreenProps) {
  const id = params.id ?? 'new'
  const text = useMessages(studioMessages)
  const may = useMay()
  const { data: kpis } = useDefinedKpis(may('kpis.define'))
  const { data: measures } = useMeasures()
  const [node] = useNode()
  const today = useToday(node)
  if (!may('kpis.define')) return <EmptyState alone icon="lock" title={text.title} why={text.readOnly} />
  if (!kpis || !measures || today === null) return <Skeletons shape="figures" count={3} />
  const known = id === 'new' ? null : (kpis.find((one) => one.id === id) ?? null)
  if (id !== 'new' && !known) return <EmptyState alone icon="formula" title={text.editor.missing} />
  return <Editor key={`${id} ${known?.versions[0]?.version ?? 0}`} known={known} startNode={node} today={today} />
}

const emptyShape: KpiShape = {
  names: { zh: '', en: '' },
  explanation: { zh: '', en: '' },
  category: 'business',
  dimension: 'business',
  tier: 'execution',
  perspective: 'process',
  formula: '',
  unit: 'percent',
  direction: 'higher',
  industry: null,
  excellent: null,
  accountable: 'store_manager',
  window: 'period',
  tolerance: null,
  guardBand: null,
}

/** Only what a design consists of: the rest of a version is worked out by the server. */
function shapeOf(known: DefinedKpi | null): KpiShape {
  const newest = known?.versions[0]
  if (!newest) return emptyShape
  const { names, explanation, category, dimension, tier, perspective, formula, unit, direction } = newest
  const { industry, excellent, accountable, window, tolerance, guardBand } = newest
  return {
    ...{ names, explanation, category, dimension, tier, perspective, formula, unit, direction },
    ...{ industry, excellent, accountable, window, tolerance, guardBand },
    ...(newest.personFormula === formula ? {} : { personFormula: newest.personFormula }),
  }
}

type EditorProps = { known: DefinedKpi | null; startNode: string | null; today: string }

function Editor({ known, startNode, today }: EditorProps) {
  const text = useMessages(studioMessages)
  const words = useWords()
  const newest = known?.versions[0] ?? null
  const [id, setId] = useState(known?.id ?? '')
  const [shape, setShape] = useState<KpiShape>(() => shapeOf(known))
  const [node, setNode] = useState(startNode)
  const [month, setMonth] = useState(monthOf(today))
  const fault = useFormulaFault(shape.formula)
  const personal = useFormulaFault(shape.personFormula ?? shape.formula)
  return (
    <div className={studio.page}>
      <PageHeader
        title={newest ? words(newest.names) : text.editor.fresh}
        meta={newest ? <span>{text.editor.basedOn(newest)}</span> : <span>{text.about}</span>}
      />
      <div className={studio.studio}>
        <div className={studio.column}>
          <FormulaField formula={shape.formula} fault={fault} onChange={(formula) => setShape({ ...shape, formula })} />
          <PersonFormula shape={shape} onChange={setShape} />
          <KpiFields id={known ? null : id} onId={setId} shape={shape} onChange={setShape} />
        </div>
        <div className={studio.column}>
          <KpiPreview
            shape={shape}
            right={fault === null && personal === null && shape.formula.trim() !== ''}
            node={node}
            onNode={setNode}
            month={month}
            onMonth={setMonth}
            today={today}
          />
          <KpiSave id={id} shape={shape} newest={newest} today={today} />
          {known && <Versions known={known} />}
        </div>
      </div>
    </div>
  )
}

function Versions({ known }: { known: DefinedKpi }) {
  const text = useMessages(studioMessages).versions
  const format = useFormat()
  return (
    <details className={studio.box} open>
      <summary>{text.title}</summary>
      <ol className={studio.versions}>
        {known.versions.map(({ version, from, retired, by, reason, formula }) => (
          <li key={version}>
            <b>
              {from === '2000-01-01'
                ? text.always({ version })
                : text.line({ version, day: format.day(from, { year: true }) })}
              {retired && ` · ${text.retired}`}
            </b>
            <p>
              <code>{formula}</code>
            </p>
            <p className={studio.soft}>
              {by}
              {reason && ` · ${reason}`}
            </p>
          </li>
        ))}
      </ol>
    </details>
  )
}
