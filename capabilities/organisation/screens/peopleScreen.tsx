import { Button } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useState } from 'react'
import { EmptyState } from '#design/emptyState'
import { ExportButton } from '#design/export'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { NodePath } from '#design/nodePath'
import { PageHeader } from '#design/pageHeader'
import { useSearch } from '#design/screen'
import { useMay } from '#design/session'
import { Skeletons } from '#design/skeletons'
import { ImportDialog } from './importDialog.tsx'
import { people } from './messages.ts'
import NodeSelect from './nodeSelect.tsx'
import { branches, type OrgNode, pathTo, useNodes } from './nodes.ts'
import styles from './people.module.css'
import { PeopleTable } from './peopleTable.tsx'
import { Tree } from './tree.tsx'

/** Stands in the address for everybody, those who left too. */
const everybody = 'all'

/** The tree on the left, the people of the chosen node on the right. */
export default function PeopleScreen() {
  const text = useMessages(people)
  const may = useMay()
  const [search, setSearch] = useSearch()
  const [importing, setImporting] = useState(false)
  const onPhone = useMediaQuery('(max-width: 47.99em)')
  const { data: nodes, error, isPending, refetch } = useNodes()
  if (isPending) return <Skeletons shape="list" count={6} />
  if (error) return <FailureNote alone title={text.notLoaded} error={error} onRetry={() => void refetch()} />
  const roots = branches(nodes)
  const chosen = search.node === everybody ? null : (nodes.find(({ id }) => id === search.node) ?? roots[0] ?? null)
  const choose = (node: string | null) => setSearch({ node: node ?? everybody }, { replace: false })
  const importButton = may('org.write') && (
    <Button variant="default" leftSection={<Icon name="upload" size={16} />} onClick={() => setImporting(true)}>
      {text.import.action}
    </Button>
  )
  return (
    <>
      {nodes.length === 0 ? (
        <>
          <PageHeader title={text.title} />
          <EmptyState icon="tree" title={text.emptyTree} why={text.emptyTreeWhy} action={importButton} />
        </>
      ) : (
        <div className={styles.layout}>
          {!onPhone && <Tree roots={roots} chosen={chosen?.id ?? null} onChoose={choose} />}
          <div className={styles.main}>
            <PageHeader
              path={
                chosen?.parent && (
                  <NodePath nodes={pathTo(nodes, chosen.id).map((node) => ({ ...node, to: address(node) }))} />
                )
              }
              title={chosen?.name ?? text.everybody}
              meta={chosen && <About node={chosen} />}
              actions={
                <>
                  <ExportButton
                    path="/org/people/export.xlsx"
                    search={{ node: chosen?.id }}
                    name={text.exportName({ where: chosen?.name ?? text.everybody })}
                  />
                  {importButton}
                </>
              }
            >
              {onPhone && (
                <NodeSelect name={text.tree} value={chosen?.id ?? null} onChange={choose} none={text.everybody} />
              )}
            </PageHeader>
            <PeopleTable key={chosen?.id ?? everybody} nodes={nodes} node={chosen} />
          </div>
        </div>
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
    </>
  )
}

const address = (node: OrgNode) => `/people?node=${encodeURIComponent(node.id)}`

function About({ node }: { node: OrgNode }) {
  const text = useMessages(people)
  const format = useFormat()
  return (
    <>
      <span>{text.kinds[node.kind]}</span>
      <span className={styles.code}>{node.id}</span>
      {node.openedOn && <span>{text.opened({ day: format.day(node.openedOn, { year: true }) })}</span>}
      {node.areaSquareMetres !== null && <span>{text.area({ area: format.count(node.areaSquareMetres) })}</span>}
      {node.bays !== null && <span>{text.bays({ bays: format.count(node.bays) })}</span>}
      {node.timeZone && <span>{node.timeZone}</span>}
    </>
  )
}
