import { useRef, useState } from 'react'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { useNavigateTo, useNavigation } from '#design/screen'
import { useMay } from '#design/session'
import { fetchNodeSelect, NodeSelect, useNodes } from '#organisation/ui'
import { shell } from './messages.ts'
import styles from './shell.module.css'

/** Chooses the node to look at; on a screen that is about a node it goes there at once. Who sees one store only has nothing to choose. */
export default function NodePicker({ node, onChoose }: { node: string | null; onChoose: (node: string) => void }) {
  const text = useMessages(shell)
  const may = useMay()
  const go = useNavigateTo()
  const { pathname } = useNavigation()
  // Elsewhere the page itself says what it is about.
  const aboutNode =
    /^\/(boards|kpis(?!\/studio)|network|scores|targets(?!\/import)|team|hours|strategy(?!\/objectives)|plans|actions)(\/|$)/.test(
      pathname,
    )
  if (!may('org.read') || !aboutNode) return <span className={styles.word}>{text.product}</span>
  const choose = (chosen: string) => {
    onChoose(chosen)
    const kpi = /^\/kpis\/([^/]+)\/[^/]+/.exec(pathname)?.[1]
    if (kpi) go(`/kpis/${kpi}/${chosen}`)
    else if (pathname.startsWith('/boards/')) go(`/boards/${chosen}`)
    else if (pathname.startsWith('/network/')) go(`/network/${chosen}`)
    else if (pathname.startsWith('/targets/')) go(`/targets/${chosen}`)
  }
  return <Picker node={node} onChoose={choose} />
}

/** The node's name until one asks for another: the choice itself is a fifth of what a page may weigh on a phone. */
function Picker({ node, onChoose }: { node: string | null; onChoose: (node: string) => void }) {
  const text = useMessages(shell)
  const { data: nodes } = useNodes()
  const [open, setOpen] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const shut = () => {
    setOpen(false)
    requestAnimationFrame(() => opener.current?.focus())
  }
  if (open)
    return (
      <div className={styles.picker}>
        <NodeSelect
          name={text.chooseNode}
          value={node}
          required
          onShut={shut}
          onChange={(chosen) => chosen && onChoose(chosen)}
        />
      </div>
    )
  const name = nodes?.find(({ id }) => id === node)?.name
  return (
    <button
      type="button"
      ref={opener}
      className={styles.picked}
      aria-label={name ? `${text.chooseNode} ${name}` : text.chooseNode}
      aria-haspopup="listbox"
      onPointerEnter={() => void fetchNodeSelect().catch(() => undefined)}
      onClick={() => void fetchNodeSelect().then(() => setOpen(true))}
    >
      <span>{name ?? (nodes ? text.chooseNode : '\u00a0')}</span>
      <Icon name="down" size={16} />
    </button>
  )
}
