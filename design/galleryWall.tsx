import { FactClock } from './factClock.tsx'
import { Figure } from './figure.tsx'
import styles from './gallery.module.css'
import { samples } from './gallerySamples.ts'
import { useLocale } from './locale.tsx'

/** The wall's sizes on a whole screen. */
export function Wall() {
  const text = samples[useLocale().locale]
  return (
    <div className={styles.wall} data-scheme="dark">
      <header className={styles.wallHead}>
        <span>{text.nodes[2]}</span>
        <FactClock at="2024-03-18T02:32:00Z" now="2024-03-18T03:00:00Z" line="live" size="wall" />
      </header>
      <div className={styles.wallFigures}>
        <Figure size="wall" label={text.kpis.ftr} value={94} unit="percent" light="yellow" target={95} />
        <Figure
          size="wall"
          label={text.kpis.output}
          value={1_286_540_00}
          unit="fen"
          light="green"
          target={3_200_000_00}
          due={1_240_000_00}
        />
        <Figure size="wall" label={text.kpis.complaints} value={1.5} unit="percent" light="red" target={1} />
        <Figure size="wall" label={text.kpis.csat} value={null} unit="score5" light="grey" noData="too_few" />
      </div>
      <footer className={styles.wallFoot}>{text.warnings}</footer>
    </div>
  )
}
