import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { callApi, keepFile } from '#design/api'
import { ChosenFile } from '#design/chosenFile'
import { Counts } from '#design/counts'
import { type Column, DataTable } from '#design/dataTable'
import { ErrorNote } from '#design/errorNote'
import { FailureNote } from '#design/failureNote'
import { FileDrop } from '#design/fileDrop'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { people } from './messages.ts'
import type { Received } from './nodes.ts'
import styles from './people.module.css'

type OrgFile = { name: string; nodes: unknown[]; people: unknown[] }

const example = {
  nodes: [
    { id: 'C1', kind: 'company', parent: null, name: '东方汽车服务', timeZone: 'Asia/Shanghai' },
    { id: 'R1', kind: 'region', parent: 'C1', name: '华北大区' },
    { id: 'S1', kind: 'store', parent: 'R1', name: '城东店', openedOn: '2019-05-01', areaSquareMetres: 2400, bays: 12 },
    { id: 'D1', kind: 'department', parent: 'S1', name: '机修部' },
  ],
  people: [
    {
      id: 'P1',
      name: '李建国',
      memberships: [{ node: 'D1', position: 'technician', from: '2023-01-01', to: null }],
      bonusBases: [{ baseFen: 300000, from: '2023-01-01' }],
    },
  ],
}

/** Takes an organization file as JSON, says what is in it, imports it, and shows what was refused. */
export function JsonImport({ onClose }: { onClose: () => void }) {
  const text = useMessages(people).import
  const format = useFormat()
  const queries = useQueryClient()
  const [file, setFile] = useState<OrgFile | null>(null)
  const [problem, setProblem] = useState<'unreadable' | 'shape' | null>(null)
  const sending = useMutation({
    mutationFn: (sent: OrgFile) =>
      callApi<Received>('/org/import', { method: 'POST', body: { nodes: sent.nodes, people: sent.people } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['organisation'] }),
  })
  const take = async ([chosen]: File[]) => {
    if (!chosen) return
    sending.reset()
    const read = await readFile(chosen)
    setProblem(typeof read === 'string' ? read : null)
    setFile(typeof read === 'string' ? null : read)
  }
  const result = sending.data
  return (
    <div className={styles.dialog}>
      {!result && (
        <>
          <p className={styles.soft}>{text.what}</p>
          {file ? (
            <ChosenFile
              name={file.name}
              about={text.holds({ nodes: format.count(file.nodes.length), people: format.count(file.people.length) })}
              other={text.other}
              onOther={() => setFile(null)}
              disabled={sending.isPending}
            />
          ) : (
            <FileDrop kinds={['.json']} maxMegabytes={30} hint={text.hint} onFiles={(files) => void take(files)} />
          )}
          {problem && (
            <ErrorNote
              title={text.unreadable}
              reason={problem === 'shape' ? text.shape : text.unreadableWhy}
              remedy={problem === 'shape' ? text.shapeRemedy : text.unreadableRemedy}
            />
          )}
          {sending.error && <FailureNote title={text.failed} error={sending.error} />}
          <div className={styles.dialogFoot}>
            <Button
              variant="subtle"
              leftSection={<Icon name="download" size={16} />}
              onClick={() =>
                keepFile(
                  new Blob([JSON.stringify(example, null, 2)], { type: 'application/json' }),
                  'organisation.json',
                )
              }
            >
              {text.example}
            </Button>
            <Button disabled={!file} loading={sending.isPending} onClick={() => file && sending.mutate(file)}>
              {text.start}
            </Button>
          </div>
        </>
      )}
      {result && file && <Outcome result={result} nodes={file.nodes.length} onClose={onClose} />}
    </div>
  )
}

async function readFile(chosen: File): Promise<OrgFile | 'unreadable' | 'shape'> {
  try {
    const read: unknown = JSON.parse((await chosen.text()).replace(/^\uFEFF/, ''))
    if (typeof read !== 'object' || read === null) return 'shape'
    const { nodes = [], people: persons = [] } = read as Record<string, unknown>
    if (!Array.isArray(nodes) || !Array.isArray(persons) || nodes.length + persons.length === 0) return 'shape'
    return { name: chosen.name, nodes, people: persons }
  } catch {
    return 'unreadable'
  }
}

function Outcome({ result, nodes, onClose }: { result: Received; nodes: number; onClose: () => void }) {
  const text = useMessages(people).import
  const format = useFormat()
  const counts = [
    { name: text.accepted, count: result.accepted },
    { name: text.replaced, count: result.replaced },
    { name: text.ignored, count: result.ignored },
    { name: text.rejected, count: result.rejected.length },
  ]
  type Reject = Received['rejected'][number]
  const columns: Column<Reject>[] = [
    {
      id: 'row',
      title: text.columns.row,
      // The server counts people on after the nodes.
      cell: ({ row }) =>
        row <= nodes ? text.nodeRow({ row: format.count(row) }) : text.personRow({ row: format.count(row - nodes) }),
    },
    { id: 'field', title: text.columns.field, cell: ({ field }) => <code className={styles.code}>{field}</code> },
    { id: 'value', title: text.columns.value, cell: ({ value }) => value ?? '–' },
    { id: 'reason', title: text.columns.reason, cell: ({ reason }) => reason },
  ]
  return (
    <>
      <p className={styles.done}>
        <Icon name="check" size={18} />
        {text.done}
      </p>
      <Counts counts={counts} />
      {result.rejected.length > 0 && (
        <>
          <p className={styles.soft}>{text.rejectsRemedy}</p>
          <DataTable
            caption={text.rejects}
            columns={columns}
            rows={result.rejected.slice(0, 200)}
            rowKey={({ row, field, code }) => `${row} ${field} ${code}`}
            maxHeight="40vh"
            dense
          />
        </>
      )}
      <div className={styles.dialogFoot}>
        <Button onClick={onClose}>{text.close}</Button>
      </div>
    </>
  )
}
