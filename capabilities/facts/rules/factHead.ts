import { codeIn, type Fields, instantIn, refuse, textIn } from '#foundation/reading'

/** What every fact says of itself (H4.2). */
export type FactHead = { source: string; externalId: string; version: Date; store: string; deleted: boolean }

/** A fact that was taken back says no more than which one it is. */
export type Deleted = FactHead & { deleted: true }

/** The head without the store, which some kinds take from a person or an order. */
export function headWithoutStore(fields: Fields): Omit<FactHead, 'store'> {
  if (fields.deleted !== undefined && fields.deleted !== null && typeof fields.deleted !== 'boolean')
    refuse('deleted', fields.deleted, 'row.field.not_boolean')
  return {
    source: textIn(fields, 'source', { max: 100 }),
    externalId: textIn(fields, 'externalId', { max: 200 }),
    version: instantIn(fields, 'version'),
    deleted: fields.deleted === true,
  }
}

export function factHead(fields: Fields): FactHead {
  return { ...headWithoutStore(fields), store: codeIn(fields, 'store') }
}
