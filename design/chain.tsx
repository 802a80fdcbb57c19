import type { Light as Colour } from '#foundation/figure'
import styles from './chain.module.css'
import { Light } from './light.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import { ScreenLink, type Search } from './screen.tsx'

export type ChainLink = {
  kind: 'objective' | 'kpi' | 'target' | 'plan' | 'task' | 'fact'
  /** Null where the chain is not joined yet: it is drawn broken. */
  label: string | null
  detail?: string
  light?: Colour
  to?: string
  search?: Search
}

/** Objective > target > plan > task > fact, from left to right or from top to bottom; `current` is where the reader is. */
export function Chain({ links, current }: { links: ChainLink[]; current?: ChainLink['kind'] }) {
  const text = useMessages(kit)
  return (
    <div className={styles.frame}>
      <ol className={styles.chain} aria-label={text.chain.label}>
        {links.map((link) => (
          <li
            key={link.kind}
            className={styles.link}
            data-current={link.kind === current || undefined}
            data-broken={link.label === null || undefined}
            aria-current={link.kind === current ? 'step' : undefined}
          >
            <span className={styles.knot} aria-hidden="true" />
            <span className={styles.body}>
              <span className={styles.kind}>{text.chain[link.kind]}</span>
              <span className={styles.label}>
                {link.light && <Light light={link.light} size="sm" />}
                {link.to && link.label !== null && link.kind !== current ? (
                  <ScreenLink to={link.to} search={link.search}>
                    {link.label}
                  </ScreenLink>
                ) : (
                  <span>{link.label ?? text.chain.missing}</span>
                )}
              </span>
              {link.detail && <span className={styles.detail}>{link.detail}</span>}
            </span>
          </li>
        ))}
      </ol>
    </div>
  )
}
