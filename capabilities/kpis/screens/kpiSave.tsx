import { useMessages } from '#design/locale'
import { VersionForm } from '#design/studio'
import { studioMessages } from './studioMessages.ts'
import { type KpiShape, type KpiVersion, useKpiChange } from './studioReads.ts'

type KpiSaveProps = { id: string; shape: KpiShape; newest: KpiVersion | null; today: string }

/** Defines the KPI, or makes a version of it. */
export function KpiSave({ id, shape, newest, today }: KpiSaveProps) {
  const { save, retire } = useKpiChange(id, newest === null)
  return (
    <VersionForm
      text={useMessages(studioMessages).save}
      newest={newest}
      startsOn={`${today.slice(0, 7)}-01`}
      save={{ ...save, mutate: (version, then) => save.mutate({ ...shape, ...version }, then) }}
      retire={retire}
      onward="/kpis/studio"
    />
  )
}
