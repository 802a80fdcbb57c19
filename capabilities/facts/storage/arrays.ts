/** Arrays as the texts that the database reads; the driver's own way asks for each element what it is, which takes several times as long. */

const special = /["\\]/

/** A text as an element of an array. */
export const quoted = (text: string) => (special.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`)

/** Texts as an array; to be cast to text[]. */
export function textArray(texts: readonly string[]): string {
  let array = '{'
  for (let at = 0; at < texts.length; at += 1)
    array += at > 0 ? `,${quoted(texts[at] as string)}` : quoted(texts[at] as string)
  return `${array}}`
}
