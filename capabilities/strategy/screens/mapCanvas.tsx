import '@xyflow/react/dist/style.css'
import {
  BaseEdge,
  type Edge,
  type EdgeProps,
  Handle,
  MarkerType,
  type Node,
  type NodeProps,
  Panel,
  Position,
  ReactFlow,
  ReactFlowProvider,
  useReactFlow,
} from '@xyflow/react'
import { useEffect, useMemo } from 'react'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { Light } from '#design/light'
import { useMessages, useWords } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { useKpis } from '#kpis/ui'
import styles from './mapCanvas.module.css'
import { card, laidOut, wayId } from './mapLayout.ts'
import { strategyMessages } from './messages.ts'
import type { Lights, Objective, Perspective, StrategyMap } from './reads.ts'

type CanvasProps = {
  map: StrategyMap
  lights: Lights
  edits: boolean
  onLink: (cause: string, effect: string) => void
}

type ObjectiveNode = Node<{ objective: Objective; lights: Lights; edits: boolean; node: string }, 'objective'>
type LaneNode = Node<{ perspective: Perspective }, 'lane'>
type WayEdge = Edge<{ path: string }, 'way'>

/** The map as a drawing; everything that can be done in it can be done in the list beside it as well. */
export default function MapCanvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Drawing {...props} />
    </ReactFlowProvider>
  )
}

const kinds = { objective: ObjectiveCard, lane: Lane }
const ways = { way: Way }

function Drawing({ map, lights, edits, onLink }: CanvasProps) {
  const text = useMessages(strategyMessages)
  const { fitView, zoomIn, zoomOut } = useReactFlow()
  const words = useWords()
  const { lanes, places, ways: paths, width } = useMemo(() => laidOut(map), [map])
  const nodes: (ObjectiveNode | LaneNode)[] = [
    ...lanes.map(
      ({ perspective, y, height }): LaneNode => ({
        id: perspective,
        type: 'lane',
        position: { x: 0, y },
        data: { perspective },
        style: { width, height },
        width,
        height,
        zIndex: -1,
        selectable: false,
        connectable: false,
      }),
    ),
    ...map.objectives.map(
      (objective): ObjectiveNode => ({
        id: objective.id,
        type: 'objective',
        position: places.get(objective.id) ?? { x: 0, y: 0 },
        data: { objective, lights, edits, node: map.node.id },
        width: card.width,
        height: card.height,
      }),
    ),
  ]
  const named = (id: string) => {
    const found = map.objectives.find((one) => one.id === id)
    return found ? words(found.names) : ''
  }
  const edges = map.links.map(
    ({ cause, effect }): WayEdge => ({
      id: wayId(cause, effect),
      type: 'way',
      source: cause,
      target: effect,
      sourceHandle: 'up',
      targetHandle: 'below',
      data: { path: paths.get(wayId(cause, effect)) ?? '' },
      ariaLabel: text.drivesSaid({ cause: named(cause), effect: named(effect) }),
      markerEnd: { type: MarkerType.ArrowClosed, width: 18, height: 18, color: 'var(--edge)' },
    }),
  )
  const count = map.objectives.length
  useEffect(() => {
    const show = () => void fitView({ padding: 0.02 })
    if (count > 0) show()
    // Printing hides the drawing and shows it again; another size of window is another size of drawing.
    const later = () => setTimeout(show, 100)
    window.addEventListener('resize', later)
    window.addEventListener('afterprint', later)
    return () => {
      window.removeEventListener('resize', later)
      window.removeEventListener('afterprint', later)
    }
  }, [count, fitView])
  const buttons = [
    { icon: 'plus', label: text.zoomIn, run: () => zoomIn() },
    { icon: 'minus', label: text.zoomOut, run: () => zoomOut() },
    { icon: 'filter', label: text.fit, run: () => fitView({ padding: 0.02 }) },
  ] as const
  return (
    <ReactFlow
      nodes={nodes}
      edges={edges}
      nodeTypes={kinds}
      edgeTypes={ways}
      ariaLabelConfig={{
        'node.a11yDescription.keyboardDisabled': text.mapSaid,
        'node.a11yDescription.default': text.mapSaid,
        'edge.a11yDescription.default': text.mapSaid,
      }}
      fitView
      fitViewOptions={{ padding: 0.02 }}
      minZoom={0.3}
      maxZoom={2}
      nodesDraggable={false}
      nodesFocusable={false}
      edgesFocusable={false}
      elementsSelectable={false}
      nodesConnectable={edits}
      preventScrolling={false}
      zoomOnScroll={false}
      onConnect={({ source, target }) => onLink(source, target)}
      className={styles.flow}
    >
      <Panel position="top-right" className={styles.tools}>
        {buttons.map(({ icon, label, run }) => (
          <button
            key={icon}
            type="button"
            className={styles.tool}
            aria-label={label}
            title={label}
            onClick={() => void run()}
          >
            {icon === 'filter' ? text.fit : <Icon name={icon} size={16} />}
          </button>
        ))}
      </Panel>
    </ReactFlow>
  )
}

/** The way is worked out with the whole map, not from its two ends. */
function Way({ data, markerEnd }: EdgeProps<WayEdge>) {
  return <BaseEdge path={data?.path ?? ''} markerEnd={markerEnd} style={{ stroke: 'var(--edge)', strokeWidth: 1.4 }} />
}

function Lane({ data: { perspective } }: NodeProps<LaneNode>) {
  const text = useMessages(strategyMessages)
  return (
    <div className={styles.lane} data-perspective={perspective}>
      <b>{text.perspectives[perspective]}</b>
      <span>{text.questions[perspective]}</span>
    </div>
  )
}

const kpisShown = 2

function ObjectiveCard({ data: { objective, lights, edits, node } }: NodeProps<ObjectiveNode>) {
  const text = useMessages(strategyMessages)
  const words = useWords()
  const format = useFormat()
  const library = useKpis()
  return (
    <div className={styles.card} data-inherited={objective.inherited || undefined}>
      <Handle id="below" type="target" position={Position.Bottom} className={styles.handle} isConnectable={edits} />
      <span className={styles.title}>
        <Light light={lights.of(objective)} size="md" />
        <ScreenLink to={`/strategy/objectives/${objective.id}`} search={{ node }}>
          {words(objective.names)}
        </ScreenLink>
      </span>
      {objective.kpis.slice(0, kpisShown).map(({ kpi }) => {
        const line = lights.line(kpi)
        const unit = library.get(kpi)?.unit
        return (
          <span key={kpi} className={styles.kpi}>
            <span className={styles.kpiName}>{library.nameOf(kpi)}</span>
            <b>{line && line.value !== null && unit ? format.value(line.value, unit) : text.page.noValue}</b>
            {line && <Light light={line.light} size="sm" />}
          </span>
        )
      })}
      {objective.kpis.length === 0 && <span className={styles.soft}>{text.noKpi}</span>}
      {objective.inherited && <span className={styles.soft}>{text.inheritedFrom({ node: objective.node.name })}</span>}
      <Handle
        id="up"
        type="source"
        position={Position.Top}
        className={styles.handle}
        data-edits={edits || undefined}
        isConnectable={edits && objective.mayChange}
      />
    </div>
  )
}
