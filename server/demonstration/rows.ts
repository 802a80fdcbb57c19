import type { z } from 'zod'
import type * as wire from '#facts/wire'
import { instant, type Moment } from './moments.ts'

/** A fact of each kind, as it is sent. */
type Sent = {
  'work-orders': z.infer<typeof wire.WorkOrder>
  surveys: z.infer<typeof wire.Survey>
  complaints: z.infer<typeof wire.Complaint>
  attendance: z.infer<typeof wire.Attendance>
  inspections: z.infer<typeof wire.Inspection>
  observations: z.infer<typeof wire.Observation>
  contacts: z.infer<typeof wire.Contact>
  customers: z.infer<typeof wire.Customer>
  appointments: z.infer<typeof wire.Appointment>
  'part-requests': z.infer<typeof wire.PartRequest>
  inventory: z.infer<typeof wire.Inventory>
  'bay-usage': z.infer<typeof wire.BayUsage>
  finance: z.infer<typeof wire.Finance>
  'staff-changes': z.infer<typeof wire.StaffChange>
}

export type Kind = keyof Sent
export type Row<Of extends Kind = Kind> = Sent[Of] | Removed
/** A fact that was taken back. */
export type Removed = { source: string; externalId: string; version: string; store: string; deleted: true }
export type Facts = { [Of in Kind]: Row<Of>[] }

/** Orders before what refers to them. */
export const kinds: readonly Kind[] = [
  'work-orders',
  'surveys',
  'complaints',
  'inspections',
  'appointments',
  'part-requests',
  'customers',
  'contacts',
  'attendance',
  'bay-usage',
  'inventory',
  'finance',
  'staff-changes',
  'observations',
]

export const source = 'demonstration'

export const noFacts = (): Facts => ({
  'work-orders': [],
  surveys: [],
  complaints: [],
  attendance: [],
  inspections: [],
  observations: [],
  contacts: [],
  customers: [],
  appointments: [],
  'part-requests': [],
  inventory: [],
  'bay-usage': [],
  finance: [],
  'staff-changes': [],
})

/** What every fact begins with; its version is the moment at which it was known. */
export const head = (externalId: string, known: Moment, store: string) => ({
  source,
  externalId,
  version: instant(known),
  store,
})
