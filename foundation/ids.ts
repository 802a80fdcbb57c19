const code = /^[A-Za-z0-9._-]{1,64}$/

/** Whether a text may serve as the code of a node, a person or a definition (P1). */
export function isCode(text: unknown): text is string {
  return typeof text === 'string' && code.test(text)
}
