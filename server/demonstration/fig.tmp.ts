import { factBatches } from '/work/main/server/demonstration/facts.ts'
import { network, wholeSize } from '/work/main/server/demonstration/network.ts'

const firstMonth = process.argv[2] ?? '2026-05'
const now = new Date(process.argv[3] ?? '2026-11-21T15:30:00+08:00')
const t = performance.now()
const net = network({ ...wholeSize, firstMonth })
const batches = factBatches(net, now)
console.log('ms', performance.now() - t, batches.map((b) => b.kind[0] + b.month + ':' + b.rows.length).join(' '))
const orders = batches.flatMap((b) => (b.kind === 'work-orders' ? b.rows : [])),
  surveys = batches.flatMap((b) => (b.kind === 'surveys' ? b.rows : []))
const by = new Map(orders.map((o) => [o.externalId, o]))
for (const s of net.stores)
  for (const m of [...new Set(batches.map((b) => b.month))]) {
    const del = orders.filter((o) => o.store === s.id && o.deliveredAt?.startsWith(m)),
      J = del.length
    const sv = surveys.filter((x) => x.store === s.id && x.answeredAt.startsWith(m))
    const sum = (f: any) => del.reduce((a, o) => a + f(o), 0)
    const days = new Set(del.map((o) => o.deliveredAt!.slice(0, 10))).size
    const people = net.people
      .filter((p) => /T|L/.test(p.id.slice(5)))
      .map((p) => {
        const led = del.filter((o) => o.leadTechnician === p.id).length
        const ch = del.filter(
          (o) => o.rework?.originalOrder && by.get(o.rework.originalOrder)!.leadTechnician === p.id,
        ).length
        const l = del.flatMap((o) => o.labour).filter((x) => x.technician === p.id)
        const out = l.length
        const b = l.reduce((a, x) => a + x.billedMinutes, 0),
          c = l.reduce((a, x) => a + x.actualMinutes, 0)
        return led
          ? p.id.slice(5) +
              ' ' +
              led +
              '/' +
              (100 - (100 * ch) / led).toFixed(1) +
              '/' +
              ((100 * b) / c).toFixed(0) +
              '/' +
              (c / 60 / days).toFixed(1) +
              'h'
          : ''
      })
      .filter(Boolean)
      .join(' | ')
    const pts = sv.map((x) => x.score ?? x.stars! * 20)
    console.log(
      s.id,
      m,
      'jobs',
      J,
      (J / days).toFixed(1),
      'ftr',
      (100 - (100 * sum((o: any) => (o.rework ? 1 : 0))) / J).toFixed(1),
      'tick',
      Math.round(sum((o: any) => o.labourFen + o.partsFen) / J / 100),
      'add',
      ((100 * sum((o: any) => +o.hasAddOn)) / J).toFixed(1),
      'app',
      ((100 * sum((o: any) => +o.hasAppointment)) / J).toFixed(1),
      'nps',
      ((100 * (sv.filter((x) => x.nps! > 8).length - sv.filter((x) => x.nps! < 7).length)) / sv.length).toFixed(1),
      'sat',
      (pts.reduce((a, x) => a + x, 0) / pts.length).toFixed(1),
      'n',
      sv.length,
      'eff',
      (
        (100 * sum((o: any) => o.labour.reduce((a: any, l: any) => a + l.billedMinutes, 0))) /
        sum((o: any) => o.labour.reduce((a: any, l: any) => a + l.actualMinutes, 0))
      ).toFixed(0),
      'lab%',
      ((100 * sum((o: any) => o.labourFen)) / sum((o: any) => o.labourFen + o.partsFen)).toFixed(0),
      people,
    )
  }
