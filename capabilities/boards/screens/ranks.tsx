import { useState } from 'react'
import { useFormat } from '#design/format'
import { Light } from '#design/light'
import { useMessages } from '#design/locale'
import { ScreenLink, type Search } from '#design/screen'
import type { Unit } from '#foundation/figure'
import styles from './board.module.css'
import { boardMessages } from './messages.ts'
import type { Ranked } from './reads.ts'

type RanksProps = {
  ranked: Ranked[]
  unit: Unit
  /** Where a name leads. */
  to: (node: string) => string
  search?: Search
  /** How many there are in all, of which a long ranking shows the first and the last. */
  total?: number | undefined
  /** How many stand open at first. */
  first?: number
}

/** A ranking as the API gives it: equal values share a rank, and who has no value has none. */
export function Ranks({ ranked, unit, to, search, total = ranked.length, first = 5 }: RanksProps) {
  const text = useMessages(boardMessages)
  const format = useFormat()
  const [all, setAll] = useState(false)
  if (ranked.length === 0) return <p className={styles.quiet}>{text.nobody}</p>
  const shown = all ? ranked : ranked.slice(0, first)
  // People without targets of their own have no lights: a column of dashes would say nothing.
  const lit = ranked.some((each) => each.light !== 'grey')
  return (
    <>
      <ol className={styles.ranks}>
        {shown.map((each) => (
          <li key={each.node}>
            {/* Who sees only one, often oneself, sees no order: a "1" would be a praise of nothing. */}
            {ranked.length > 1 && <span className={styles.rank}>{each.rank ?? <small>{text.noRank}</small>}</span>}
            <ScreenLink to={to(each.node)} search={search} className={styles.rankName}>
              {each.name}
            </ScreenLink>
            <span className={styles.rankValue}>
              {each.value === null ? (
                <span className={styles.soft}>{text.reasons.no_data}</span>
              ) : (
                format.value(each.value, unit)
              )}
            </span>
            {lit && <Light light={each.light} size="sm" />}
          </li>
        ))}
      </ol>
      {total > ranked.length && <p className={styles.quiet}>{text.rankedOf({ shown: ranked.length, total })}</p>}
      {ranked.length > first && (
        <button type="button" className={styles.more} onClick={() => setAll(!all)}>
          {all ? text.showFew : text.showAll({ count: ranked.length })}
        </button>
      )}
    </>
  )
}
