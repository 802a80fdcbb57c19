import { useMessages } from '#design/locale'
import { VersionForm } from '#design/studio'
import { measureMessages } from './measureMessages.ts'
import { type DefinedMeasure, type Design, useMeasureChange } from './reads.ts'

type MeasureSaveProps = {
  id: string
  design: Design
  newest: DefinedMeasure['versions'][number] | null
  today: string
}

/** Defines the measure, or makes a version of it. */
export function MeasureSave({ id, design, newest, today }: MeasureSaveProps) {
  const { save, retire } = useMeasureChange(id, newest === null)
  return (
    <VersionForm
      text={useMessages(measureMessages).save}
      newest={newest}
      startsOn={today}
      save={{ ...save, mutate: (version, then) => save.mutate({ ...design, ...version }, then) }}
      retire={retire}
      onward="/kpis/studio"
    />
  )
}
