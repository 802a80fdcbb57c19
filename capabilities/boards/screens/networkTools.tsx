import { Checkbox } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useState } from 'react'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { Panel } from '#design/panel'
import type { Search } from '#design/screen'
import { useKpis } from '#kpis/ui'
import styles from './network.module.css'
import { networkMessages } from './networkMessages.ts'
import type { Network } from './networkReads.ts'

const lights = ['red', 'yellow', 'green', 'grey'] as const
/** More columns than this nobody compares, and the server would work for nothing. */
const kpisMost = 20

type ToolsProps = {
  network: Network
  search: Record<string, string>
  change: (changes: Search) => void
  chosen: string[] | null
  onChoose: (kpis: string[] | null) => void
}

/** Which rows and which columns: name, region, light, KPIs. */
export function NetworkTools({ network, search, change, chosen, onChoose }: ToolsProps) {
  const text = useMessages(networkMessages)
  const { nameOf } = useKpis()
  const find = useDebouncedCallback((typed: string) => change({ text: typed || undefined }), 250)
  const filtered = Boolean(search.text || search.under || search.light)
  return (
    <search className={styles.tools} aria-label={text.filters}>
      <label className={styles.find}>
        <Icon name="search" size={16} />
        <input
          type="search"
          key={search.text ? 'given' : 'none'}
          defaultValue={search.text ?? ''}
          placeholder={text.text}
          aria-label={text.text}
          onChange={(event) => find(event.target.value)}
        />
      </label>
      {network.groups.length > 1 && (
        <select
          className={styles.select}
          aria-label={text.underOf[network.kind]}
          value={search.under ?? ''}
          onChange={(event) => change({ under: event.target.value || undefined })}
        >
          <option value="">{text.allUnder({ name: text.underOf[network.kind] ?? '' })}</option>
          {network.groups.map(({ id, name, count }) => (
            <option key={id} value={id}>
              {name} ({count})
            </option>
          ))}
        </select>
      )}
      <select
        className={styles.select}
        aria-label={text.anyLight}
        value={search.light ? `${search.of ?? ''} ${search.light}` : ''}
        onChange={(event) => {
          const [of, light] = event.target.value.split(' ')
          change({ light: light || undefined, of: of || undefined })
        }}
      >
        <option value="">{text.anyLight}</option>
        {lights.map((light) => (
          <option key={light} value={` ${light}`}>
            {text.lights[light]}
          </option>
        ))}
        {search.light && search.of && (
          <option value={`${search.of} ${search.light}`}>
            {text.lightOf({ name: nameOf(search.of), light: text.lightNames[search.light] ?? '' })}
          </option>
        )}
      </select>
      {filtered && (
        <button
          type="button"
          className={styles.plain}
          onClick={() => change({ text: undefined, under: undefined, light: undefined, of: undefined })}
        >
          <Icon name="close" size={14} />
          {text.clear}
        </button>
      )}
      <span className={styles.soft} role="status">
        {text.fitting({ fitting: network.fitting, total: network.total })}
      </span>
      <Panel
        align="end"
        buttonClassName={styles.chooser}
        button={
          <>
            <Icon name="filter" size={16} />
            {text.choose({ count: network.kpis.length })}
          </>
        }
      >
        {() => <Chooser network={network} chosen={chosen} onChoose={onChoose} />}
      </Panel>
    </search>
  )
}

function Chooser({ network, chosen, onChoose }: Pick<ToolsProps, 'network' | 'chosen' | 'onChoose'>) {
  const text = useMessages(networkMessages)
  const { kpis, nameOf } = useKpis()
  const shown = network.kpis.map(({ id }) => id)
  const [marked, mark] = useState(shown)
  const toggle = (id: string) => {
    const next = marked.includes(id) ? marked.filter((one) => one !== id) : [...marked, id]
    if (next.length === 0 || next.length > kpisMost) return
    mark(next)
    onChoose(kpis.map((kpi) => kpi.id).filter((one) => next.includes(one)))
  }
  return (
    <fieldset className={styles.kpis}>
      <legend>{text.chooseTitle}</legend>
      <p className={styles.soft}>{text.kpisMost({ count: kpisMost })}</p>
      {chosen !== null && (
        <button type="button" className={styles.plain} onClick={() => onChoose(null)}>
          {text.usual}
        </button>
      )}
      <div className={styles.kpiList}>
        {kpis.map(({ id }) => (
          <Checkbox key={id} checked={marked.includes(id)} onChange={() => toggle(id)} label={nameOf(id)} />
        ))}
      </div>
    </fieldset>
  )
}
