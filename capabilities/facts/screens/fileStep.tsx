import { Autocomplete, Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { callApi } from '#design/api'
import { ChoiceCards } from '#design/choiceCards'
import { ChosenFile } from '#design/chosenFile'
import { FileDrop } from '#design/fileDrop'
import { useFormat } from '#design/format'
import { useMessages } from '#design/locale'
import { NodeSelect } from '#organisation/ui'
import styles from './import.module.css'
import { type Chosen, importsKey, kindByName, kinds, megabytesMax, type PastImport } from './importing.ts'
import { imports } from './messages.ts'

type FileStepProps = {
  chosen: Chosen
  onChange: (next: Partial<Chosen>) => void
  busy: boolean
  error: ReactNode
  onNext: () => void
}

/** Which file, what is in it, and which system it comes from. */
export function FileStep({ chosen, onChange, busy, error, onNext }: FileStepProps) {
  const text = useMessages(imports)
  const format = useFormat()
  const [asked, setAsked] = useState(false)
  const { data: past = [] } = useQuery({
    queryKey: importsKey,
    queryFn: ({ signal }) =>
      callApi<{ imports: PastImport[] }>('/imports', { signal }).then((answer) => answer.imports),
  })
  const sources = [...new Set(past.filter(({ kind }) => kind === chosen.kind).map(({ source }) => source))]
  const take = ([file]: File[]) => {
    if (file) onChange({ file, sheet: null, kind: kindByName(file.name) ?? chosen.kind })
  }
  return (
    <div className={styles.fileStep}>
      {chosen.file ? (
        <ChosenFile
          name={chosen.file.name}
          about={`${format.count(Math.max(1, Math.round(chosen.file.size / 1024)))} KB`}
          other={text.otherFile}
          onOther={() => onChange({ file: null })}
        />
      ) : (
        <FileDrop
          kinds={['.xlsx', '.csv', '.txt', '.xls']}
          maxMegabytes={megabytesMax}
          hint={text.hint}
          onFiles={take}
        />
      )}
      {chosen.file && (
        <>
          <ChoiceCards
            legend={text.kind}
            name="kind"
            choices={kinds}
            names={text.kinds}
            hints={text.kindHint}
            value={chosen.kind}
            onChange={(kind) => onChange({ kind })}
          />
          <div className={styles.pair}>
            <Autocomplete
              label={text.source}
              description={text.sourceHint}
              placeholder={text.sourceExample}
              data={sources}
              required
              value={chosen.source}
              error={asked && !chosen.source.trim() ? text.sourceMissing : undefined}
              onChange={(source) => onChange({ source })}
              comboboxProps={{ shadow: 'none' }}
            />
            <NodeSelect
              label={text.store}
              kinds={['store']}
              none={text.storeNone}
              value={chosen.store}
              onChange={(store) => onChange({ store })}
            />
          </div>
          {error}
          <div className={styles.foot}>
            <Button
              loading={busy}
              onClick={() => {
                setAsked(true)
                if (chosen.source.trim()) onNext()
              }}
            >
              {text.next}
            </Button>
          </div>
        </>
      )}
    </div>
  )
}
