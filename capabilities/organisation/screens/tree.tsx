import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { Icon, type IconName } from '#design/icon'
import { useMessages } from '#design/locale'
import { people } from './messages.ts'
import type { Branch, OrgNode } from './nodes.ts'
import styles from './people.module.css'

type TreeProps = { roots: Branch[]; chosen: string | null; onChoose: (node: string | null) => void }

const icons: Record<OrgNode['kind'], IconName> = {
  company: 'boards',
  region: 'tree',
  store: 'store',
  department: 'people',
  person: 'person',
}

/** Company, region, store, department; departments stay folded until they are asked for. */
export function Tree({ roots, chosen, onChoose }: TreeProps) {
  const text = useMessages(people)
  const [wanted, setWanted] = useState('')
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set())
  const turn = (id: string) => {
    const next = new Set(turned)
    if (!next.delete(id)) next.add(id)
    setTurned(next)
  }
  const asked = wanted.trim().toLowerCase()
  const fits = (branch: Branch): boolean =>
    asked === '' || `${branch.name} ${branch.id}`.toLowerCase().includes(asked) || branch.children.some(fits)
  const holdsChosen = (branch: Branch): boolean =>
    branch.children.some(({ id }) => id === chosen) || branch.children.some(holdsChosen)
  const item = (branch: Branch, within: boolean) => {
    const self = within || `${branch.name} ${branch.id}`.toLowerCase().includes(asked)
    const open =
      branch.children.length > 0 &&
      (asked !== '' || (branch.kind !== 'store') !== turned.has(branch.id) || holdsChosen(branch))
    const shown = branch.children.filter((child) => self || fits(child))
    return (
      <li key={branch.id}>
        <div className={styles.node} data-chosen={branch.id === chosen || undefined}>
          {branch.children.length > 0 ? (
            <button
              type="button"
              className={styles.fold}
              aria-expanded={open}
              aria-label={text.unfold({ name: branch.name })}
              onClick={() => turn(branch.id)}
            >
              <Icon name={open ? 'down' : 'right'} size={13} />
            </button>
          ) : (
            <span className={styles.fold} />
          )}
          <button
            type="button"
            className={styles.name}
            aria-current={branch.id === chosen ? 'true' : undefined}
            onClick={() => onChoose(branch.id)}
          >
            <Icon name={icons[branch.kind]} size={16} />
            <span>{branch.name}</span>
          </button>
        </div>
        {open && <ul>{shown.map((child) => item(child, self && asked !== ''))}</ul>}
      </li>
    )
  }
  return (
    <nav className={styles.tree} aria-label={text.tree}>
      <TextInput
        aria-label={text.find}
        placeholder={text.find}
        leftSection={<Icon name="search" size={15} />}
        value={wanted}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <button
        type="button"
        className={styles.everybody}
        aria-current={chosen === null ? 'true' : undefined}
        onClick={() => onChoose(null)}
      >
        {text.everybody}
        <span>{text.everybodyWhy}</span>
      </button>
      <ul className={styles.roots}>{roots.filter(fits).map((root) => item(root, false))}</ul>
    </nav>
  )
}
