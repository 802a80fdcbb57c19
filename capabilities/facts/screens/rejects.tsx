import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AnswerOf, callApi, fetchFile } from '#design/api'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { Skeletons } from '#design/skeletons'
import type { contract } from '../wire.ts'
import styles from './import.module.css'
import { importOfId } from './importing.ts'
import { imports } from './messages.ts'
import { RejectTable } from './rejectTable.tsx'

type RejectsProps = {
  id: string
  fileName: string
  /** Rows can be corrected here and sent again. */
  correctable: boolean
  fieldName?: (field: string) => string
  shown: number
}

/** The rejected rows of an import: to download, or to correct in place and send again. */
export function Rejects({ id: first, fileName, correctable, fieldName, shown }: RejectsProps) {
  const text = useMessages(imports)
  const format = useFormat()
  const queries = useQueryClient()
  // What is left after rows were sent again are the rejects of that import.
  const [id, setId] = useState(first)
  const [corrections, setCorrections] = useState<Record<string, string>>({})
  const [note, setNote] = useState<string | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['facts', 'import', id],
    queryFn: ({ signal }) => importOfId(id, signal),
  })
  const downloading = useMutation({
    mutationFn: (ending: 'csv' | 'xlsx') =>
      fetchFile(`/imports/${id}/rejects.${ending}`, `rejects-${fileName.replace(/\.\w+$/, '')}.${ending}`),
  })
  const sending = useMutation({
    mutationFn: () =>
      callApi<AnswerOf<typeof contract.correctImport>>(`/imports/${id}/corrections`, {
        method: 'POST',
        body: {
          cells: Object.entries(corrections).map(([key, corrected]) => {
            const space = key.indexOf(' ')
            return { row: Number(key.slice(0, space)), field: key.slice(space + 1), text: corrected }
          }),
        },
      }),
    onSuccess: async (made) => {
      const passed = format.count(made.accepted + made.replaced + made.ignored)
      setNote(text.sentAgain({ passed, left: format.count(made.rejected) }))
      setCorrections({})
      setId(made.id)
      await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' })
    },
  })
  if (error) return <FailureNote title={text.rejectsFailed} error={error} onRetry={() => void refetch()} />
  if (!data) return <Skeletons shape="table" />
  return (
    <>
      <div className={styles.again}>
        {(['xlsx', 'csv'] as const).map((ending) => (
          <Button
            key={ending}
            variant="default"
            size="compact-md"
            leftSection={<Icon name="download" size={15} />}
            disabled={data.rejects.length === 0}
            loading={downloading.isPending && downloading.variables === ending}
            onClick={() => downloading.mutate(ending)}
          >
            {ending === 'csv' ? text.downloadCsv : text.downloadXlsx}
          </Button>
        ))}
        {note && <p role="status">{note}</p>}
      </div>
      {downloading.error && <FailureNote title={text.downloadFailed} error={downloading.error} />}
      {data.rejects.length > 0 && (
        <RejectTable
          rejects={data.rejects.slice(0, shown)}
          of={fileName}
          {...(fieldName ? { fieldName } : {})}
          {...(correctable
            ? {
                corrections,
                onCorrect: (key: string, corrected: string) => setCorrections({ ...corrections, [key]: corrected }),
              }
            : {})}
        />
      )}
      {sending.error && <FailureNote title={text.sendFailed} error={sending.error} />}
      {correctable && data.rejects.length > 0 && (
        <div className={styles.again}>
          <p>{text.sendingAgain}</p>
          <Button
            variant="default"
            loading={sending.isPending}
            disabled={Object.keys(corrections).length === 0}
            onClick={() => sending.mutate()}
          >
            {text.sendAgain}
          </Button>
        </div>
      )}
    </>
  )
}
