/** What every route declares: the permission that its actor needs; 'public' needs none, 'signed-in' any actor. */
export type RouteMeta = { permission: string }

/** For the description of a route with a file: the body is a form and nothing else. */
export function formOnly<Operation extends object>(operation: Operation): Operation {
  const { requestBody } = operation as { requestBody?: { content?: Record<string, unknown> } }
  const { 'multipart/form-data': form } = requestBody?.content ?? {}
  return form ? { ...operation, requestBody: { ...requestBody, content: { 'multipart/form-data': form } } } : operation
}
