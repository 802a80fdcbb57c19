import { Button, Checkbox, Modal, NativeSelect, TextInput } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type AnswerOf, callApi } from '#design/api'
import { ChoiceCards } from '#design/choiceCards'
import { useMessages, useWords } from '#design/locale'
import { TableImport } from '#design/tableImport'
import type { contract } from '../wire.ts'
import { importing } from './importMessages.ts'
import { JsonImport } from './jsonImport.tsx'
import NodeSelect from './nodeSelect.tsx'
import { useNodes } from './nodes.ts'
import styles from './people.module.css'

type Preview = AnswerOf<typeof contract.previewFile>
type Received = AnswerOf<typeof contract.importFile>
type Kind = 'nodes' | 'people'
const kinds: Kind[] = ['nodes', 'people']
const rowKinds = ['store', 'department', 'region', 'company'] as const

/** Stores or people out of a table, or both out of a file of a system. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const text = useMessages(importing)
  const onPhone = useMediaQuery('(max-width: 47.99em)')
  const [asJson, setAsJson] = useState(false)
  return (
    <Modal
      opened
      onClose={onClose}
      title={text.title}
      size="75rem"
      fullScreen={onPhone}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': text.close }}
    >
      {asJson ? <JsonImport onClose={onClose} /> : <FileImport onClose={onClose} />}
      <p className={styles.otherWay}>
        <Button variant="subtle" size="compact-sm" onClick={() => setAsJson(!asJson)}>
          {asJson ? text.asTable : text.asJson}
        </Button>
      </p>
    </Modal>
  )
}

function FileImport({ onClose }: { onClose: () => void }) {
  const text = useMessages(importing)
  const words = useWords()
  const queries = useQueryClient()
  const { data: nodes = [] } = useNodes()
  const [kind, setKind] = useState<Kind>('nodes')
  const [source, setSource] = useState('')
  const [rowKind, setRowKind] = useState<(typeof rowKinds)[number]>('store')
  const [codesFrom, setCodesFrom] = useState('')
  const [makeCodes, setMakeCodes] = useState(true)
  const [parent, setParent] = useState<string | null>(null)
  const [newCompany, setNewCompany] = useState('')
  const withCodes = (mapping: Record<string, string>) => mapping.id !== undefined
  const form = (file: File, values: Record<string, string>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries({ kind, source: source.trim(), ...values }))
      if (value !== '') body.append(name, value)
    body.append('file', file)
    return body
  }
  const named = (mapping: Record<string, string>) =>
    kind === 'nodes' && (mapping.region !== undefined || mapping.company !== undefined)
  const hung = (mapping: Record<string, string>) =>
    kind === 'nodes'
      ? mapping.parent !== undefined || mapping.company !== undefined || rowKind === 'company'
      : ['store', 'department', 'node'].some((field) => mapping[field] !== undefined)
  return (
    <TableImport<Preview, Received>
      hint={text.hint}
      maxMegabytes={16}
      asked={
        <>
          <ChoiceCards
            legend={text.kind}
            name="orgFileKind"
            choices={kinds}
            names={text.kinds}
            hints={text.kindHint}
            value={kind}
            onChange={setKind}
          />
          <TextInput
            label={text.source}
            description={text.sourceHint}
            placeholder={text.sourceExample}
            value={source}
            onChange={(event) => setSource(event.currentTarget.value)}
          />
        </>
      }
      onPreview={async (file) => {
        const preview = await callApi<Preview>('/org/files/previews', { method: 'POST', body: form(file, {}) })
        setCodesFrom(preview.mapping.id === undefined ? (preview.codeColumns[0] ?? '') : '')
        return preview
      }}
      onSend={async (file, mapping, dryRun) => {
        const received = await callApi<Received>('/org/files', {
          method: 'POST',
          search: { dryRun: String(dryRun) },
          body: form(file, {
            mapping: JSON.stringify(mapping),
            rowKind,
            codesFrom: withCodes(mapping) ? '' : codesFrom,
            makeCodes: String(makeCodes && named(mapping)),
            parent: parent ?? '',
            newCompany: nodes.length === 0 ? newCompany.trim() : '',
          }),
        })
        if (!dryRun) await queries.invalidateQueries({ queryKey: ['organisation'] })
        return received
      }}
      lacking={(preview, mapping) =>
        preview.fields
          .filter(({ id, required }) => required && mapping[id] === undefined && !(id === 'id' && codesFrom !== ''))
          .map(({ names }) => words(names))
      }
      settings={(preview, mapping) => (
        <div className={styles.settings}>
          {kind === 'nodes' && mapping.kind === undefined && (
            <NativeSelect
              label={text.rowKind}
              value={rowKind}
              onChange={(event) => setRowKind(event.currentTarget.value as typeof rowKind)}
              data={rowKinds.map((one) => ({ value: one, label: text.rowKinds[one] }))}
            />
          )}
          {!withCodes(mapping) && (
            <NativeSelect
              label={text.codesFrom}
              description={preview.codeColumns.length > 0 ? text.codesFromWhy : text.codesFromNone}
              value={codesFrom}
              onChange={(event) => setCodesFrom(event.currentTarget.value)}
              data={[
                { value: '', label: text.codesFromEmpty },
                ...preview.codeColumns.map((heading) => ({ value: heading, label: heading })),
              ]}
            />
          )}
          {!hung(mapping) &&
            (nodes.length > 0 ? (
              <NodeSelect
                label={kind === 'nodes' ? text.parent : text.workplace}
                description={kind === 'nodes' ? text.parentWhy : text.workplaceWhy}
                none={text.parentNone}
                value={parent}
                onChange={setParent}
              />
            ) : (
              kind === 'nodes' && (
                <TextInput
                  label={text.newCompany}
                  description={text.newCompanyWhy}
                  value={newCompany}
                  onChange={(event) => setNewCompany(event.currentTarget.value)}
                />
              )
            ))}
          {named(mapping) && (
            <Checkbox
              label={text.makeCodes}
              description={text.makeCodesWhy}
              checked={makeCodes}
              onChange={(event) => setMakeCodes(event.currentTarget.checked)}
            />
          )}
        </div>
      )}
      outcome={({ made, dryRun }) =>
        made > 0 && (
          <p className={styles.soft}>{dryRun ? text.wouldMake({ count: made }) : text.made({ count: made })}</p>
        )
      }
      rejectsName={text.rejectsName}
      onDone={onClose}
    />
  )
}
