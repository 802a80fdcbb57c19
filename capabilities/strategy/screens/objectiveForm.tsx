import { Button, Drawer, NumberInput, Select, Textarea, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { DateField } from '#design/dateField'
import { FailureNote } from '#design/failureNote'
import { Icon } from '#design/icon'
import { useMessages, useWords } from '#design/locale'
import { useToast } from '#design/toast'
import { useKpis } from '#kpis/ui'
import { perspectives } from '../rules/objective.ts'
import { strategyMessages } from './messages.ts'
import { type Objective, type Perspective, type StrategyMap, type useMapChange, usePeople } from './reads.ts'
import SmartCheck from './smartCheck.tsx'
import styles from './strategy.module.css'

/** A known objective, or a new one of a perspective. */
export type Editing = { objective: Objective } | { perspective: Perspective }

type FormProps = {
  map: StrategyMap
  editing: Editing
  changes: ReturnType<typeof useMapChange>
  onDone: () => void
}

type Wish = Objective['kpis'][number]
const kpisMost = 8

/** Writes an objective down, with the KPIs that tell whether it is reached. What was typed stays when saving fails. */
export function ObjectiveForm({ map, editing, changes, onDone }: FormProps) {
  const text = useMessages(strategyMessages)
  const words = useWords()
  const tell = useToast()
  const known = 'objective' in editing ? editing.objective : null
  const [perspective, setPerspective] = useState<Perspective>(
    'objective' in editing ? editing.objective.perspective : editing.perspective,
  )
  const [names, setNames] = useState(known?.names ?? { zh: '', en: '' })
  const [reasons, setReasons] = useState(known?.reasons ?? { zh: '', en: '' })
  const [owner, setOwner] = useState<string | null>(known?.owner?.id ?? null)
  const [wishes, setWishes] = useState<Wish[]>(known?.kpis ?? [])
  const [note, setNote] = useState('')
  const [asked, setAsked] = useState(false)
  const [ending, setEnding] = useState(false)
  const people = usePeople(true).data ?? []
  const missing = asked && names.zh.trim() === '' && names.en.trim() === ''
  const error = changes.add.error ?? changes.put.error ?? changes.end.error
  const busy = changes.add.isPending || changes.put.isPending
  // Somebody outside the reader's scope may answer for it; without another choice that stays.
  const stays = known?.owner && known.owner.id === null && owner === null
  const save = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    const zh = names.zh.trim() || names.en.trim()
    if (zh === '') return
    const objective = {
      period: known?.period ?? map.period,
      perspective,
      names: { zh, en: names.en.trim() || zh },
      reasons: { zh: reasons.zh.trim() || reasons.en.trim(), en: reasons.en.trim() || reasons.zh.trim() },
      ...(stays ? {} : { owner }),
      kpis: wishes.filter(({ kpi }) => kpi !== ''),
    }
    const onSuccess = () => {
      tell({ text: text.form.saved({ name: words(objective.names) }) })
      onDone()
    }
    if (known) changes.put.mutate({ id: known.id, objective, note: note.trim(), basedOn: known.version }, { onSuccess })
    else changes.add.mutate(objective, { onSuccess })
  }
  const end = () => {
    if (!known) return
    changes.end.mutate(
      { id: known.id, note: note.trim() },
      {
        onSuccess: () => {
          tell({ text: text.form.ended({ name: words(known.names) }) })
          onDone()
        },
      },
    )
  }
  const replace = (index: number, wish: Partial<Wish>) =>
    setWishes(wishes.map((one, at) => (at === index ? { ...one, ...wish } : one)))
  return (
    <Drawer
      opened
      onClose={onDone}
      position="right"
      size="lg"
      title={known ? text.form.editTitle : text.form.addTitle}
      closeButtonProps={{ 'aria-label': text.form.cancel }}
    >
      <form className={styles.form} onSubmit={save} noValidate>
        <TextInput
          label={text.form.nameZh}
          value={names.zh}
          maxLength={60}
          data-autofocus
          error={missing ? text.form.nameWanted : undefined}
          onChange={(event) => setNames({ ...names, zh: event.currentTarget.value })}
        />
        <TextInput
          label={text.form.nameEn}
          description={text.form.nameEnHint}
          value={names.en}
          maxLength={120}
          onChange={(event) => setNames({ ...names, en: event.currentTarget.value })}
        />
        <div className={styles.pair}>
          <label className={styles.field}>
            {text.form.perspective}
            <select
              className={styles.select}
              value={perspective}
              onChange={(event) => setPerspective(event.target.value as Perspective)}
            >
              {perspectives.map((one) => (
                <option key={one} value={one}>
                  {text.perspectives[one]}
                </option>
              ))}
            </select>
          </label>
          <Select
            label={text.form.owner}
            data={people.map(({ id, name }) => ({ value: id, label: name }))}
            value={owner}
            onChange={setOwner}
            placeholder={known?.owner?.name ?? text.noOwner}
            searchable
            clearable
            limit={50}
          />
        </div>
        <Textarea
          label={text.form.reasonZh}
          value={reasons.zh}
          maxLength={1000}
          autosize
          minRows={2}
          onChange={(event) => setReasons({ ...reasons, zh: event.currentTarget.value })}
        />
        <Textarea
          label={text.form.reasonEn}
          value={reasons.en}
          maxLength={1000}
          autosize
          minRows={2}
          onChange={(event) => setReasons({ ...reasons, en: event.currentTarget.value })}
        />
        <h3 className={styles.heading}>{text.form.kpis}</h3>
        {wishes.map((wish, index) => (
          <WishFields
            // biome-ignore lint/suspicious/noArrayIndexKey: a wish has no other identity until its KPI is chosen
            key={index}
            wish={wish}
            taken={wishes.map(({ kpi }) => kpi)}
            onChange={(changed) => replace(index, changed)}
            onRemove={() => setWishes(wishes.filter((_, at) => at !== index))}
          />
        ))}
        {wishes.length < kpisMost && (
          <Button
            variant="default"
            leftSection={<Icon name="plus" size={16} />}
            onClick={() => setWishes([...wishes, { kpi: '', start: null, goal: null, by: `${map.period}-12-31` }])}
          >
            {text.form.addKpi}
          </Button>
        )}
        {known && (
          <TextInput
            label={text.form.note}
            value={note}
            maxLength={500}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        )}
        {error ? <FailureNote title={text.form.failed} error={error} /> : null}
        <div className={styles.foot}>
          <Button type="submit" loading={busy}>
            {text.form.save}
          </Button>
          <Button variant="default" onClick={onDone}>
            {text.form.cancel}
          </Button>
          {known && !ending && (
            <Button variant="subtle" onClick={() => setEnding(true)}>
              {text.form.end}
            </Button>
          )}
        </div>
        {known && ending && (
          <div className={styles.wish}>
            <p>{text.form.endWhy}</p>
            <div className={styles.foot}>
              <Button variant="outline" loading={changes.end.isPending} onClick={end}>
                {text.form.endYes}
              </Button>
              <Button variant="default" onClick={() => setEnding(false)}>
                {text.form.cancel}
              </Button>
            </div>
          </div>
        )}
      </form>
    </Drawer>
  )
}

type WishProps = { wish: Wish; taken: string[]; onChange: (wish: Partial<Wish>) => void; onRemove: () => void }

function WishFields({ wish, taken, onChange, onRemove }: WishProps) {
  const text = useMessages(strategyMessages).form
  const words = useWords()
  const library = useKpis()
  const unit = library.get(wish.kpi)?.unit
  const scale = unit === 'fen' ? 100 : 1
  const figure = (label: string, value: number | null, key: 'start' | 'goal') => (
    <NumberInput
      label={unit === 'fen' ? `${label} (${text.yuan})` : label}
      value={value === null ? '' : value / scale}
      onChange={(typed) =>
        onChange({ [key]: typeof typed === 'number' ? Math.round(typed * scale * 100) / 100 : null })
      }
      decimalScale={2}
      thousandSeparator=","
      hideControls
    />
  )
  return (
    <div className={styles.wish}>
      <Select
        label={text.kpi}
        data={library.kpis
          .filter(({ id }) => id === wish.kpi || !taken.includes(id))
          .map(({ id, names }) => ({ value: id, label: words(names) }))}
        value={wish.kpi || null}
        onChange={(kpi) => onChange({ kpi: kpi ?? '', start: null, goal: null })}
        searchable
        allowDeselect={false}
      />
      <div className={styles.pair}>
        {figure(text.start, wish.start, 'start')}
        {figure(text.goal, wish.goal, 'goal')}
        <DateField label={text.by} value={wish.by ?? ''} onChange={(day) => onChange({ by: day || null })} />
      </div>
      {wish.kpi !== '' && <SmartCheck goal={{ kpi: wish.kpi, from: wish.start, to: wish.goal, by: wish.by }} />}
      <Button size="compact-sm" variant="subtle" onClick={onRemove}>
        {text.removeKpi({ name: wish.kpi ? library.nameOf(wish.kpi) : '' })}
      </Button>
    </div>
  )
}
