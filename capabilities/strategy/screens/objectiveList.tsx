import { Button } from '@mantine/core'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { Light } from '#design/light'
import { useMessages, useWords } from '#design/locale'
import { ScreenLink } from '#design/screen'
import { useKpis } from '#kpis/ui'
import { perspectives } from '../rules/objective.ts'
import { strategyMessages } from './messages.ts'
import type { Lights, Objective, Perspective, StrategyMap } from './reads.ts'
import styles from './strategy.module.css'

type ListProps = {
  map: StrategyMap
  lights: Lights
  edits: boolean
  onEdit: (objective: Objective) => void
  onAdd: (perspective: Perspective) => void
  onOrder: (perspective: Perspective, objectives: string[]) => void
  onLink: (cause: string, effect: string) => void
  onUnlink: (cause: string, effect: string) => void
}

/** The objectives by perspective, with everything that the drawing can do, for the keyboard and the phone. */
export function ObjectiveList(props: ListProps) {
  const { map, edits, onAdd } = props
  const text = useMessages(strategyMessages)
  return (
    <section className={styles.list} aria-label={text.list}>
      {perspectives.map((perspective) => {
        const row = map.objectives.filter((objective) => objective.perspective === perspective)
        return (
          <div key={perspective} className={styles.row}>
            <h2 className={styles.perspective}>
              {text.perspectives[perspective]} <span className={styles.soft}>{text.questions[perspective]}</span>
            </h2>
            {row.length === 0 && <p className={styles.soft}>{text.noneHere}</p>}
            <ul className={styles.items}>
              {row.map((objective) => (
                <Item key={objective.id} {...props} objective={objective} row={row} />
              ))}
            </ul>
            {edits && map.mayAdd && (
              <Button
                size="compact-sm"
                variant="subtle"
                leftSection={<Icon name="plus" size={14} />}
                onClick={() => onAdd(perspective)}
              >
                {text.addTo({ perspective: text.perspectives[perspective] })}
              </Button>
            )}
          </div>
        )
      })}
    </section>
  )
}

function Item({ map, lights, edits, objective, row, ...on }: ListProps & { objective: Objective; row: Objective[] }) {
  const text = useMessages(strategyMessages)
  const words = useWords()
  const format = useFormat()
  const library = useKpis()
  const name = words(objective.names)
  const own = row.filter(({ node }) => node.id === map.node.id).map(({ id }) => id)
  const at = own.indexOf(objective.id)
  const moved = (by: number) => {
    const next = own.filter((id) => id !== objective.id)
    next.splice(at + by, 0, objective.id)
    on.onOrder(objective.perspective, next)
  }
  return (
    <li className={styles.item}>
      <span className={styles.itemTitle}>
        <Light light={lights.of(objective)} withWord />
        <ScreenLink to={`/strategy/objectives/${objective.id}`} search={{ node: map.node.id }}>
          {name}
        </ScreenLink>
      </span>
      <ul className={styles.kpis}>
        {objective.kpis.map(({ kpi }) => {
          const line = lights.line(kpi)
          const unit = library.get(kpi)?.unit
          return (
            <li key={kpi}>
              <Light light={line?.light ?? 'grey'} size="sm" />
              <span>{library.nameOf(kpi)}</span>
              <b>{line && line.value !== null && unit ? format.value(line.value, unit) : text.page.noValue}</b>
            </li>
          )
        })}
      </ul>
      <p className={styles.soft}>
        {objective.inherited && `${text.inheritedFrom({ node: objective.node.name })} · `}
        {objective.owner ? `${text.owner} ${objective.owner.name}` : text.noOwner}
      </p>
      <Driven map={map} objective={objective} edits={edits} onLink={on.onLink} onUnlink={on.onUnlink} />
      {edits && objective.mayChange && (
        <div className={styles.tools}>
          <Button
            size="compact-sm"
            variant="default"
            aria-label={text.changeOf({ name })}
            onClick={() => on.onEdit(objective)}
          >
            {text.change}
          </Button>
          {at >= 0 && own.length > 1 && (
            <>
              <Button
                size="compact-sm"
                variant="default"
                disabled={at === 0}
                aria-label={text.up({ name })}
                onClick={() => moved(-1)}
              >
                <Icon name="up" size={14} />
              </Button>
              <Button
                size="compact-sm"
                variant="default"
                disabled={at === own.length - 1}
                aria-label={text.down({ name })}
                onClick={() => moved(1)}
              >
                <Icon name="down" size={14} />
              </Button>
            </>
          )}
        </div>
      )}
    </li>
  )
}

/** What an objective drives; while editing, with a way to link another and to take a link away. */
function Driven({
  map,
  objective,
  edits,
  onLink,
  onUnlink,
}: Pick<ListProps, 'map' | 'edits' | 'onLink' | 'onUnlink'> & { objective: Objective }) {
  const text = useMessages(strategyMessages)
  const words = useWords()
  const cause = words(objective.names)
  const driven = map.links.filter((link) => link.cause === objective.id).map(({ effect }) => effect)
  const change = edits && objective.mayChange
  const named = (id: string) => {
    const found = map.objectives.find((one) => one.id === id)
    return found ? words(found.names) : ''
  }
  if (driven.length === 0 && !change) return null
  return (
    <div className={styles.driven}>
      <span className={styles.soft}>{text.drives}</span>
      <ul className={styles.drivenList}>
        {driven.map((effect) => (
          <li key={effect}>
            → {named(effect)}
            {change && (
              <button
                type="button"
                className={styles.away}
                aria-label={text.unlink({ cause, effect: named(effect) })}
                onClick={() => onUnlink(objective.id, effect)}
              >
                <Icon name="close" size={14} />
              </button>
            )}
          </li>
        ))}
      </ul>
      {change && (
        <select
          className={styles.select}
          aria-label={text.drive({ name: cause })}
          value=""
          onChange={(event) => event.target.value && onLink(objective.id, event.target.value)}
        >
          <option value="">{text.chooseDriven}</option>
          {map.objectives
            .filter(({ id }) => id !== objective.id && !driven.includes(id))
            .map(({ id, names }) => (
              <option key={id} value={id}>
                {words(names)}
              </option>
            ))}
        </select>
      )}
    </div>
  )
}
