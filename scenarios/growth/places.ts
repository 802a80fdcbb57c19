/**
 * What a new kind of fact, its measures and a KPI touch, as somebody would write it who follows "How to add" in
 * ARCHITECTURE.md: car washes, with the minutes that each took, and the minutes of a wash.
 */
export type Thing = 'kind' | 'measure' | 'kpi'
export type Place = {
  path: string
  for: Thing
  /** Each text goes before its anchor, the first behind those of `after`; a file of its own has no anchor. */
  put: readonly { after?: readonly string[]; before?: string; text: string }[]
}

const migration = `-- A wash of a car; counts on the day on which it was done.
CREATE TABLE facts.wash (
  source text COLLATE "C" NOT NULL,
  external_id text COLLATE "C" NOT NULL,
  version timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  deleted boolean NOT NULL,
  store_no integer NOT NULL REFERENCES organisation.node,
  washed_at timestamptz,
  washed_day date,
  washer_no integer,
  minutes integer,
  PRIMARY KEY (source, external_id)
);
CREATE INDEX wash_day ON facts.wash (store_no, washed_day) WHERE NOT deleted;
GRANT SELECT, INSERT, UPDATE ON facts.wash TO baton_app, baton_worker;
ALTER TABLE facts.wash ENABLE ROW LEVEL SECURITY;
CREATE POLICY worker ON facts.wash TO baton_worker USING (true) WITH CHECK (true);
CREATE POLICY in_scope ON facts.wash TO baton_app
  USING (store_no <@ (SELECT platform.scope())) WITH CHECK (store_no <@ (SELECT platform.scope()));
`

const ofKind: readonly Omit<Place, 'for'>[] = [
  {
    path: 'capabilities/facts/rules/plainKinds.ts',
    put: [
      {
        before: 'function negative(',
        text: `export const washes: PlainKind = {
  storeFrom: 'store',
  fields: [wanted('washedAt', 'instant'), field('washer', 'person'), wanted('minutes', 'minutes')],
}

`,
      },
      { after: ['export const plainKinds'], before: '} as const satisfies', text: '  washes,\n' },
    ],
  },
  {
    path: 'capabilities/facts/rules/plainColumns.ts',
    put: [
      {
        after: ['const told'],
        before: '}\n\nexport type ColumnType',
        text: `  washes: {
    washedAt: '洗车时间 | washed at | 2024-03-18 10:20 | 完成时间 | wash time',
    washer: '洗车工号 | washer | P401 | 洗车人 | washer id',
    minutes: '洗车时长 | minutes | 25 | 用时 | duration',
  },
`,
      },
      {
        after: ['export const numberNames'],
        before: '}\n',
        text: "  washes: '洗车单号 | wash number | WA-0318-01 | wash id',\n",
      },
    ],
  },
  {
    path: 'capabilities/facts/storage/kinds.ts',
    put: [
      {
        after: ['export const plainTables'],
        before: '}\n\nconst yearAfter',
        text: "  washes: plain('washes', 'facts.wash', 'washed_day'),\n",
      },
    ],
  },
  {
    path: 'capabilities/facts/wire.ts',
    put: [
      { after: ['export const FactKind'], before: '])', text: "  'washes',\n" },
      {
        before: 'const plainFacts',
        text: 'export const Wash = z.object({ ...common, washedAt: z.string(), washer: person, minutes })\n\n',
      },
      { after: ['const plainFacts'], before: '] as const', text: '  Wash,\n' },
    ],
  },
  {
    path: 'capabilities/facts/screens/messages.ts',
    put: [
      { after: ['zh: {', 'kinds: {'], before: '      finance:', text: "      washes: '洗车',\n" },
      { after: ['zh: {', 'kindHint: {'], before: '      finance:', text: "      washes: '洗了几台，用了多久',\n" },
      { after: ['zh: {', 'units: {'], before: '      finance:', text: "      washes: '条洗车',\n" },
      { after: ['en: {', 'kinds: {'], before: '      finance:', text: "      washes: 'Washes',\n" },
      {
        after: ['en: {', 'kindHint: {'],
        before: '      finance:',
        text: "      washes: 'Cars washed, and how long it took',\n",
      },
      { after: ['en: {', 'units: {'], before: '      finance:', text: "      washes: 'washes',\n" },
    ],
  },
  { path: 'migrations', put: [{ text: migration }] },
  { path: 'architecture.ts', put: [{ before: "      'work_order',", text: "      'wash',\n" }] },
  {
    path: 'GLOSSARY.md',
    put: [{ before: '| 财务报表 |', text: '| 洗车 | wash | `wash` | a wash of a car, with its minutes |\n' }],
  },
  {
    path: 'capabilities/measures/storage/behind.ts',
    put: [
      {
        after: ['const others'],
        before: '}\n',
        text: "  washes: { table: 'facts.wash', day: 'washed_day', technician: 'washer_no' },\n",
      },
    ],
  },
  {
    path: 'capabilities/kpis/operations/explainKpi.ts',
    put: [{ after: ['const kindWords'], before: '}\n', text: "  washes: { zh: '洗车', en: 'Wash' },\n" }],
  },
]

const ofMeasure: readonly Omit<Place, 'for'>[] = [
  {
    path: 'capabilities/measures/rules/source.ts',
    put: [
      {
        after: ['export type Streams'],
        before: '}\n\n',
        text: "  washes: { columns: 'minutes'; conditions: never }\n",
      },
      {
        after: ['export const measureSources'],
        before: '}\n',
        text: `  washes: { store: [{ of: 'washes', amount: 'count' }] },
  washMinutes: { store: [{ of: 'washes', amount: { sum: ['minutes'] } }] },
`,
      },
    ],
  },
  {
    path: 'capabilities/measures/storage/streams.ts',
    put: [
      {
        before: '}\n\nexport const streamNames',
        text: `  washes: {
    kind: 'washes',
    table: 'facts.wash',
    alias: 'ws',
    day: 'washed_day',
    at: 'ws.washed_at',
    columns: { minutes: 'ws.minutes' },
    conditions: {},
  },
`,
      },
    ],
  },
  {
    path: 'catalogue/measures',
    put: [
      {
        after: ['export const ofOperations'],
        before: ']\n',
        text: `  {
    id: 'washes',
    position: 126,
    names: { zh: '洗车台次', en: 'Washes' },
    explanation: { zh: '洗车的台次。', en: 'Cars washed.' },
    unit: 'count',
    kind: 'additive',
    personal: false,
    fact: 'washes',
    day: 'reported',
  },
  {
    id: 'washMinutes',
    position: 127,
    names: { zh: '洗车时长', en: 'Time of washes' },
    explanation: { zh: '洗车所用的分钟数。', en: 'Minutes that washes took.' },
    unit: 'minutes',
    kind: 'additive',
    personal: false,
    fact: 'washes',
    day: 'reported',
  },
`,
      },
    ],
  },
  {
    path: 'catalogue/kpis.test.ts',
    put: [
      { after: ['only ever add to this list'], before: '  ])', text: "    '126 washes',\n    '127 washMinutes',\n" },
    ],
  },
]

const ofKpi: readonly Omit<Place, 'for'>[] = [
  {
    path: 'catalogue/kpis',
    put: [
      {
        after: ['export const efficiency'],
        before: ']\n',
        text: `  {
    ...first,
    id: 'minutesOfWash',
    names: { zh: '单台洗车时长', en: 'Minutes of a wash' },
    explanation: { zh: '洗一台车平均要用多少分钟。', en: 'How many minutes a wash takes.' },
    category: 'efficiency',
    dimension: 'efficiency',
    tier: 'execution',
    perspective: 'process',
    formula: 'washMinutes / washes',
    personFormula: null,
    unit: 'minutes',
    direction: 'lower',
    aggregation: 'ratio',
    industry: { low: 20, high: 40 },
    excellent: 15,
    accountable: 'technician_lead',
    guardBand: null,
    basis: null,
  },
`,
      },
    ],
  },
]

export const places: readonly Place[] = [
  ...ofKind.map((place) => ({ ...place, for: 'kind' as const })),
  ...ofMeasure.map((place) => ({ ...place, for: 'measure' as const })),
  ...ofKpi.map((place) => ({ ...place, for: 'kpi' as const })),
]

/** The file that stands for a folder in which each brings one of its own, or picks one. */
export const fileOf: Readonly<Record<string, string>> = {
  migrations: 'migrations/9999_facts_wash.sql',
  'catalogue/measures': 'catalogue/measures/ofOperations.ts',
  'catalogue/kpis': 'catalogue/kpis/efficiency.ts',
}

/** The text with what a place needs; fails where an anchor has gone, since then the place has changed its shape. */
export function grown(text: string, { path, put }: Place): string {
  let made = text
  for (const { after = [], before, text: added } of put) {
    let at = 0
    for (const anchor of before === undefined ? [] : [...after, before]) {
      at = made.indexOf(anchor, at)
      if (at < 0) throw new Error(`${path} has no "${anchor}" any more where a new entry goes`)
    }
    made = made.slice(0, at) + added + made.slice(at)
  }
  return made
}
