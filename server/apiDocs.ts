import type { OpenApiDocument } from './openApi.ts'

type Operation = {
  summary?: string
  description?: string
  parameters?: { name: string; in: string; required?: boolean; schema?: unknown }[]
  requestBody?: { content?: Record<string, { schema?: unknown }> }
  responses?: Record<string, { content?: Record<string, { schema?: unknown }> }>
  tags?: string[]
}

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
const shownSchema = (schema: unknown) => `<pre>${escaped(JSON.stringify(schema, null, 2))}</pre>`

/** The OpenAPI document as one readable page, without a script and without anything from elsewhere. */
export function apiDocs(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => ({
      path,
      method: method.toUpperCase(),
      operation,
    })),
  )
  const anchor = ({ method, path }: { method: string; path: string }) =>
    `${method}-${path.replaceAll(/[^a-zA-Z0-9]+/g, '-')}`
  const list = operations.map(
    (one) =>
      `<li><a href="#${anchor(one)}"><b>${one.method}</b> ${escaped(one.path)}</a> ${escaped(one.operation.summary ?? '')}</li>`,
  )
  const sections = operations.map((one) => section(one.path, one.method, anchor(one), one.operation))
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Baton API</title>
<style>
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif; }
body { max-width: 60rem; margin: 0 auto; padding: 2rem 1rem 6rem; }
h2 { margin: 3rem 0 .5rem; padding-top: 1rem; border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); font-size: 1.15rem; }
code, pre { font: .85rem/1.5 ui-monospace, monospace; } pre { overflow: auto; padding: .75rem; border-radius: 6px; background: color-mix(in srgb, currentColor 7%, transparent); max-height: 26rem; }
ul { padding-left: 1.1rem; } a { color: light-dark(#1b3a6b, #9dbcf5); } table { border-collapse: collapse; } td { padding: .2rem 1rem .2rem 0; vertical-align: top; }
</style></head><body>
<h1>Baton API</h1><p>${escaped(document.info.description ?? '')}</p>
<p>Everything lies under <code>/api/v1</code>. Send <code>Authorization: Bearer &lt;api key&gt;</code>, or be signed in. The machine-readable document is at <a href="/api/openapi.json">/api/openapi.json</a>.</p>
<ul>${list.join('\n')}</ul>${sections.join('\n')}</body></html>`
}

function section(path: string, method: string, id: string, operation: Operation): string {
  const rows = (operation.parameters ?? []).map(
    ({ name, in: where, required, schema }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${where}${required ? ', required' : ''}</td><td><code>${escaped(JSON.stringify(schema ?? {}))}</code></td></tr>`,
  )
  const body = Object.entries(operation.requestBody?.content ?? {}).map(
    ([type, { schema }]) => `<h3>Body, ${escaped(type)}</h3>${shownSchema(schema)}`,
  )
  const answers = Object.entries(operation.responses ?? {}).flatMap(([status, { content }]) =>
    Object.values(content ?? {}).map(({ schema }) => `<h3>Answer ${status}</h3>${shownSchema(schema)}`),
  )
  return `<h2 id="${id}">${method} ${escaped(path)}</h2><p>${escaped(operation.summary ?? '')}. ${escaped(operation.description ?? '')}</p>
${rows.length > 0 ? `<table>${rows.join('')}</table>` : ''}${body.join('')}${answers.join('')}`
}
