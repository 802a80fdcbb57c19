import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** The process's figures for Prometheus. Labels are routes, methods, statuses and kinds: nothing that names a person, a node or a value. */
export type Metrics = {
  /** The text that Prometheus reads, and its content type. */
  text: () => Promise<string>
  contentType: string
  answered: (request: { method: string; route: string; status: number }, seconds: number) => void
  facts: (kind: string, counts: { accepted: number; replaced: number; ignored: number; rejected: number }) => void
  close: () => void
}

/** What is read at the moment when Prometheus asks; `label` names what tells the values apart. */
export type Reading = {
  name: string
  help: string
  label?: string
  read: () => Promise<Readings> | Readings
}
type Readings = number | Readonly<Record<string, number>>

export function metrics(readings: readonly Reading[]): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Histogram({
    name: 'baton_http_request_duration_seconds',
    help: 'Time to answer a request, by route, method and status.',
    labelNames: ['route', 'method', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  })
  const facts = new Counter({
    name: 'baton_facts_total',
    help: 'Facts received, by kind and by what became of them; dry runs are not counted.',
    labelNames: ['kind', 'outcome'],
    registers: [registry],
  })
  for (const { name, help, label, read } of readings) {
    new Gauge({
      name,
      help,
      labelNames: label ? [label] : [],
      registers: [registry],
      async collect() {
        const found = await read()
        if (typeof found === 'number') this.set(found)
        else for (const [value, amount] of Object.entries(found)) this.set({ [label ?? 'value']: value }, amount)
      },
    })
  }
  return {
    text: () => registry.metrics(),
    contentType: registry.contentType,
    answered: ({ route, method, status }, seconds) =>
      requests.observe({ route, method, status: String(status) }, seconds),
    facts: (kind, counts) => {
      for (const [outcome, count] of Object.entries(counts)) facts.inc({ kind, outcome }, count)
    },
    close: () => registry.clear(),
  }
}
