/** The two languages of the product; Chinese comes first. */
export type Locale = 'zh' | 'en'

/** A text in both languages. */
export type Words = { zh: string; en: string }

/**
 * Who acts. Scopes are sets of node numbers in PostgreSQL's multirange notation, worked out when grants or the tree
 * change; row level security compares with them.
 */
export type Actor = {
  no: number
  kind: 'user' | 'key' | 'system'
  name: string
  personNo: number | null
  permissions: ReadonlySet<string>
  scope: string
  payScope: string
  locale: Locale
}
