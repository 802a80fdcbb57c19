import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages, useWords } from '#design/locale'
import { useKpis } from '#kpis/ui'
import { perspectives } from '../rules/objective.ts'
import { strategyMessages } from './messages.ts'
import styles from './poster.module.css'
import type { Lights, StrategyMap } from './reads.ts'

/** The map on one A3 sheet, readable without colour: only printed, never on the screen. */
export function Poster({ map, lights }: { map: StrategyMap; lights: Lights }) {
  const text = useMessages(strategyMessages)
  const words = useWords()
  const format = useFormat()
  const library = useKpis()
  const ordered = perspectives.flatMap((perspective) => map.objectives.filter((one) => one.perspective === perspective))
  const numbers = new Map(ordered.map(({ id }, index) => [id, index + 1]))
  return (
    <div className={styles.poster} aria-hidden="true">
      <p className={styles.title}>{text.poster.title({ node: map.node.name, period: map.period })}</p>
      {lights.period && <p className={styles.soft}>{text.lightsOf({ period: format.period(lights.period) })}</p>}
      {perspectives.map((perspective) => (
        <div key={perspective} className={styles.row}>
          <p className={styles.perspective}>
            <b>{text.perspectives[perspective]}</b>
            {text.questions[perspective]}
          </p>
          <div className={styles.cards}>
            {ordered
              .filter((one) => one.perspective === perspective)
              .map((objective) => {
                const drives = map.links.filter(({ cause }) => cause === objective.id)
                return (
                  <div key={objective.id} className={styles.card}>
                    <p className={styles.name}>
                      <span className={styles.number}>{numbers.get(objective.id)}</span>
                      {words(objective.names)}
                    </p>
                    <p>
                      <Light light={lights.of(objective)} withWord />
                    </p>
                    {objective.kpis.map(({ kpi, goal }) => {
                      const line = lights.line(kpi)
                      const unit = library.get(kpi)?.unit
                      const value = (figure: number | null | undefined) =>
                        figure === null || figure === undefined || !unit ? '–' : format.value(figure, unit)
                      return (
                        <p key={kpi} className={styles.kpi}>
                          {library.nameOf(kpi)} <b>{value(line?.value)}</b>
                          {goal !== null && ` / ${value(goal)}`}
                        </p>
                      )
                    })}
                    {objective.owner && (
                      <p className={styles.soft}>
                        {text.owner} {objective.owner.name}
                      </p>
                    )}
                    {drives.length > 0 && (
                      <p className={styles.drives}>
                        {text.poster.drives} → {drives.map(({ effect }) => numbers.get(effect)).join(', ')}
                      </p>
                    )}
                  </div>
                )
              })}
          </div>
        </div>
      ))}
    </div>
  )
}
