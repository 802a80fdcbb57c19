import { Button, Drawer, MultiSelect, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { DateField } from '#design/dateField'
import { FailureNote } from '#design/failureNote'
import { useFormat } from '#design/format'
import { useMessages, useWords } from '#design/locale'
import { useToast } from '#design/toast'
import { useKpis } from '#kpis/ui'
import { usePeopleUnder } from '#organisation/ui'
import styles from './actions.module.css'
import { actionMessages } from './messages.ts'
import { type ActionDetail, type useActionBoard, useActionSaved } from './reads.ts'

type FormProps = {
  node: string
  /** Where the KPIs stand, for the first words of the problem. */
  board?: NonNullable<ReturnType<typeof useActionBoard>['data']>
  /** The KPI of a new one, when it is already known. */
  kpi?: string | null
  known?: ActionDetail
  onDone: () => void
}

/** Opens a countermeasure, or changes one. What was typed stays when saving fails. */
export function ActionForm({ node, board, kpi: asked = null, known, onDone }: FormProps) {
  const all = useMessages(actionMessages)
  const text = all.form
  const words = useWords()
  const tell = useToast()
  const library = useKpis()
  const standing = useStanding(board)
  const [kpi, setKpi] = useState(known?.kpi ?? asked)
  const [typed, setTyped] = useState({
    title: known?.title ?? '',
    problem: known?.problem ?? null,
    due: known?.due ?? '',
    acceptance: known?.acceptance ?? '',
    resources: known?.resources ?? '',
    fallback: known?.fallback ?? '',
  })
  const [change, setChange] = useState(known?.expectedChange ?? null)
  const [owner, setOwner] = useState(known?.owner.id ?? null)
  const [concerned, setConcerned] = useState(known?.concerned.map(({ id }) => id) ?? [])
  const [sent, setSent] = useState(false)
  const save = useActionSaved(node)
  // Until somebody types it, the problem is what the board says about the KPI.
  const problem = typed.problem ?? standing(kpi)
  const people = options(usePeopleUnder(node), known)
  const unit = kpi ? library.get(kpi)?.unit : undefined
  const scale = unit === 'fen' ? 100 : 1
  const wanted = (missing: boolean, sentence: string) => (sent && missing ? sentence : undefined)
  const short = (value: string) => value.trim().length < 2
  const set = (part: Partial<typeof typed>) => setTyped({ ...typed, ...part })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSent(true)
    if (kpi === null || owner === null || typed.due === '') return
    if (short(typed.title) || short(problem) || short(typed.acceptance)) return
    const { title, due, acceptance, resources, fallback } = typed
    save.mutate(
      {
        id: known?.id ?? null,
        title: title.trim(),
        problem: problem.trim(),
        kpi,
        expectedChange: change,
        owner,
        due,
        acceptance: acceptance.trim(),
        resources: resources.trim(),
        fallback: fallback.trim(),
        concerned,
      },
      {
        onSuccess: (saved) => {
          tell({ text: known ? text.saved({ title: saved.title }) : text.opened({ title: saved.title }) })
          onDone()
        },
      },
    )
  }
  return (
    <Drawer
      opened
      onClose={onDone}
      position="right"
      size="lg"
      title={known ? text.change : text.open}
      closeButtonProps={{ 'aria-label': all.cancel }}
    >
      <form className={styles.form} onSubmit={submit} noValidate>
        <Select
          label={text.kpi}
          placeholder={text.chooseKpi}
          data={library.kpis.map(({ id, names }) => ({ value: id, label: words(names) }))}
          value={kpi}
          onChange={setKpi}
          searchable
          allowDeselect={false}
          data-autofocus={asked === null && !known ? true : undefined}
          error={wanted(kpi === null, text.kpiWanted)}
        />
        <Textarea
          label={text.problem}
          placeholder={text.problemExample}
          value={problem}
          maxLength={1000}
          autosize
          minRows={2}
          error={wanted(short(problem), text.problemWanted)}
          onChange={(event) => set({ problem: event.currentTarget.value })}
        />
        <TextInput
          label={text.title}
          placeholder={text.titleExample}
          value={typed.title}
          maxLength={200}
          data-autofocus={asked !== null || known ? true : undefined}
          error={wanted(short(typed.title), text.titleWanted)}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
        <div className={styles.pair}>
          <Select
            label={text.owner}
            placeholder={text.chooseOwner}
            data={people}
            value={owner}
            onChange={setOwner}
            searchable
            allowDeselect={false}
            limit={50}
            error={wanted(owner === null, text.ownerWanted)}
          />
          <DateField
            label={text.due}
            value={typed.due}
            min={board?.today}
            error={wanted(typed.due === '', text.dueWanted)}
            onChange={(due) => set({ due })}
          />
        </div>
        <TextInput
          label={text.acceptance}
          placeholder={text.acceptanceExample}
          value={typed.acceptance}
          maxLength={500}
          error={wanted(short(typed.acceptance), text.acceptanceWanted)}
          onChange={(event) => set({ acceptance: event.currentTarget.value })}
        />
        <NumberInput
          label={unit === 'fen' ? `${text.expectedChange}（${text.yuan}）` : text.expectedChange}
          description={text.expectedHint}
          value={change === null ? '' : change / scale}
          min={0}
          decimalScale={2}
          thousandSeparator=","
          allowNegative={false}
          hideControls
          onChange={(value) =>
            setChange(typeof value === 'number' && value > 0 ? Math.round(value * scale * 100) / 100 : null)
          }
        />
        <details className={styles.more} open={known !== undefined}>
          <summary>{text.more}</summary>
          <div className={styles.form}>
            <TextInput
              label={text.resources}
              value={typed.resources}
              maxLength={500}
              onChange={(event) => set({ resources: event.currentTarget.value })}
            />
            <TextInput
              label={text.fallback}
              value={typed.fallback}
              maxLength={500}
              onChange={(event) => set({ fallback: event.currentTarget.value })}
            />
            <MultiSelect
              label={text.concerned}
              data={people}
              value={concerned}
              onChange={setConcerned}
              searchable
              limit={50}
              maxValues={50}
            />
          </div>
        </details>
        {save.error ? <FailureNote title={all.saveFailed} error={save.error} /> : null}
        <div className={styles.foot}>
          <Button type="submit" loading={save.isPending}>
            {known ? all.save : all.open}
          </Button>
          <Button variant="default" onClick={onDone}>
            {all.cancel}
          </Button>
        </div>
      </form>
    </Drawer>
  )
}

/** Who may be chosen, and whoever is chosen already though no longer among them. */
function options(people: ReturnType<typeof usePeopleUnder>, known: ActionDetail | undefined) {
  const listed = people.map(({ id, name, position }) => ({
    value: id,
    label: position ? `${name} · ${position}` : name,
  }))
  const chosen = known ? [known.owner, ...known.concerned] : []
  const others = new Map(
    chosen.filter(({ id }) => !people.some((one) => one.id === id)).map(({ id, name }) => [id, name]),
  )
  return [...listed, ...[...others].map(([value, label]) => ({ value, label }))]
}

/** Where a KPI stands against its target, as a sentence; nothing without both. */
function useStanding(board: FormProps['board']) {
  const text = useMessages(actionMessages).form
  const format = useFormat()
  const library = useKpis()
  return (kpi: string | null) => {
    const line = board?.kpis.find(({ id }) => id === kpi)
    const unit = kpi === null ? undefined : library.get(kpi)?.unit
    if (!line || !unit || line.value === null || line.target === null) return ''
    const [value, target] = [format.value(line.value, unit), format.value(line.target, unit)]
    return text.standing({ name: library.nameOf(line.id), value, target })
  }
}
