import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { fetchFile } from '#design/api'
import { useFormat } from '#design/format'
import { Icon } from '#design/icon'
import { useMessages } from '#design/locale'
import { useMay } from '#design/session'
import { useToast } from '#design/toast'
import { ApprovalDialog } from './approvalDialog.tsx'
import { settlements } from './messages.ts'
import styles from './settlement.module.css'
import { type Settlement, useStep } from './settling.ts'

type StepsProps = {
  settlement: Settlement
  people: number
  /** Hears why a step was refused; null once one has been taken. */
  onFailure: (failure: unknown) => void
}

/** What can be done next with a settlement, by its state and by what the reader may. */
export function Steps({ settlement, people, onFailure }: StepsProps) {
  const text = useMessages(settlements).one
  const format = useFormat()
  const may = useMay()
  const tell = useToast()
  const queries = useQueryClient()
  const [approving, setApproving] = useState(false)
  const { id, state, open } = settlement
  const told: Record<string, string> = {
    recalculations: text.recalculated,
    checks: text.checked,
    reopenings: text.reopened,
  }
  const step = useStep(id, (_, { path }) => {
    onFailure(null)
    tell({ text: told[path] })
  })
  const exporting = useMutation({
    mutationFn: () =>
      fetchFile(
        `/settlements/${encodeURIComponent(id)}/export.xlsx`,
        text.fileName({ node: settlement.node.name, period: settlement.period }),
      ),
    onSuccess: async () => {
      onFailure(null)
      await queries.invalidateQueries({ queryKey: ['incentives'] })
      if (state === 'approved') tell({ text: text.exported })
    },
    onError: onFailure,
  })
  const take = (path: string) => step.mutate({ path }, { onError: onFailure })
  const busy = (path: string) => step.isPending && step.variables.path === path
  const settles = may('pay.settle')
  const approves = may('pay.approve')
  const button = (path: string, label: string, main = false, blocked = false) => (
    <Button
      variant={main ? 'filled' : 'default'}
      loading={busy(path)}
      disabled={blocked || (step.isPending && !busy(path))}
      onClick={() => take(path)}
    >
      {label}
    </Button>
  )
  return (
    <div className={styles.steps}>
      {state === 'draft' && !settles && <span className={styles.soft}>{text.draftWait}</span>}
      {state === 'draft' && settles && (
        <>
          {open > 0 && <span className={styles.soft}>{text.checkBlocked({ count: format.count(open) })}</span>}
          {button('recalculations', text.recalculate)}
          {button('checks', text.check, true, open > 0)}
        </>
      )}
      {(state === 'checked' || state === 'published') && (
        <>
          {!approves && <span className={styles.soft}>{text.approveWait}</span>}
          {settles && state === 'checked' && button('reopenings', text.reopen)}
          {approves && <Button onClick={() => setApproving(true)}>{text.approve}</Button>}
        </>
      )}
      {(state === 'approved' || state === 'exported' || state === 'paid') && (settles || approves) && (
        <Button
          variant={state === 'approved' ? 'filled' : 'default'}
          leftSection={<Icon name="download" size={16} />}
          loading={exporting.isPending}
          onClick={() => exporting.mutate()}
        >
          {state === 'approved' ? text.export : text.exportAgain}
        </Button>
      )}
      {approving && <ApprovalDialog settlement={settlement} people={people} onClose={() => setApproving(false)} />}
    </div>
  )
}
