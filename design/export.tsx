import { Button } from '@mantine/core'
import { useState } from 'react'
import { apiError, fetchFile } from './api.tsx'
import { Icon } from './icon.tsx'
import { useMessages } from './locale.tsx'
import { kit } from './messages.ts'
import { useToast } from './toast.tsx'

type ExportButtonProps = {
  /** The table's address as a workbook, under /api/v1. */
  path: string
  search?: Record<string, string | number | null | undefined>
  /** How the file is called, without its ending. */
  name: string
  label?: string
  size?: 'xs' | 'sm'
}

/** Hands the table on the screen over as a workbook, asked for with the same choices. Not on the phone, where nobody works in workbooks. */
export function ExportButton({ path, search = {}, name, label, size = 'sm' }: ExportButtonProps) {
  const text = useMessages(kit).exporting
  const tell = useToast()
  const [busy, setBusy] = useState(false)
  const start = async () => {
    setBusy(true)
    const query = new URLSearchParams()
    for (const [key, value] of Object.entries(search))
      if (value !== undefined && value !== null) query.set(key, String(value))
    try {
      await fetchFile(`${path}${query.size > 0 ? `?${query}` : ''}`, `${name}.xlsx`)
    } catch (error) {
      tell({ text: `${text.failed} ${apiError(error).message}`.trim() })
    }
    setBusy(false)
  }
  return (
    <Button
      variant="default"
      visibleFrom="sm"
      size={size}
      leftSection={<Icon name="download" size={16} />}
      loading={busy}
      onClick={() => void start()}
    >
      {label ?? text.action}
    </Button>
  )
}
