import type { Words } from '#foundation/actor'
import { type ColumnType, naturalKeys, numberNames, plainColumns } from './plainColumns.ts'
import { type FactKind, type PlainKindName, plainKinds } from './plainKinds.ts'

export type FileKind = FactKind

/** What a column of a file can mean. `required`: the file must have such a column. */
export type FileField = {
  id: string
  names: Words
  required: boolean
  example: string
  type: ColumnType
  /** The values that it may have. */
  choices?: readonly string[]
}

export type FileColumn = FileField & { headings: readonly string[] }

/** What is no plain text among the columns of orders and surveys, and of every kind's head. */
const types = new Map<string, ColumnType>([
  ...['version', 'openedAt', 'promisedAt', 'deliveredAt', 'answeredAt'].map((id) => [id, 'instant'] as const),
  ...['deleted', 'hasAppointment', 'hasAddOn', 'isRework'].map((id) => [id, 'boolean'] as const),
  ...['labourYuan', 'partsYuan'].map((id) => [id, 'fen'] as const),
  ...['billedHours', 'actualHours'].map((id) => [id, 'hours'] as const),
  ...['billedMinutes', 'actualMinutes'].map((id) => [id, 'number'] as const),
  ...['nps', 'stars', 'score'].map((id) => [id, 'number'] as const),
  ...['advisor', 'leadTechnician', 'technician'].map((id) => [id, 'person'] as const),
  ['store', 'code'],
])

const known = (headings: string) => headings.split('|')

const column = (
  id: string,
  zh: string,
  en: string,
  required: boolean,
  example: string,
  headings: readonly string[],
): FileColumn => ({
  id,
  names: { zh, en },
  required,
  example,
  headings,
  type: types.get(id) ?? 'text',
})

const versionHeadings = known(
  '更新时间|修改时间|最后更新时间|最后修改时间|版本|版本时间|version|updated at|last updated|modified at|last modified',
)
const storeHeadings = known(
  '门店编码|门店代码|门店编号|店代码|店编码|网点编码|网点代码|网点编号|经销商代码|经销商编码|服务站代码|门店|网点|store|store code|store id|dealer code|outlet|outlet code',
)
const advisorHeadings = known(
  '服务顾问|服务顾问工号|服务顾问编码|服务顾问编号|顾问|接待|接待人|接待员|业务接待|SA|service advisor|advisor|advisor id|advisor code',
)
const leadHeadings = known(
  '主修技师|主修技师工号|主修|主修人|主修工|主修人员|责任技师|主责技师|lead technician|lead tech|main technician|primary technician',
)
const technicianHeadings = known(
  '技师|技师工号|技师编码|技师编号|维修技师|施工技师|维修工|维修人员|作业人|派工技师|technician|technician id|technician code|tech|mechanic',
)
const orderHeadings = known(
  '工单号|工单编号|工单号码|单号|维修工单号|维修工单编号|维修单号|委托书号|结算单号|施工单号|任务委托书号|RO|RO number|RO no|repair order|repair order number|work order|work order number|work order no|order number|order no|order id|job number|job card number',
)
const deletedHeadings = known('是否作废|已作废|作废|是否删除|已删除|删除|deleted|is deleted|voided|cancelled')

const shared = {
  version: column('version', '更新时间', 'updated at', false, '2024-03-18 16:20', versionHeadings),
  store: column('store', '门店编码', 'store', false, 'S1', storeHeadings),
  deleted: column('deleted', '是否作废', 'deleted', false, '否', deletedHeadings),
}

const own: Record<Exclude<FileKind, PlainKindName>, readonly FileColumn[]> = {
  'work-orders': [
    column('externalId', '工单号', 'work order number', true, 'WO-20240318-001', [...orderHeadings, 'external id']),
    shared.store,
    column(
      'openedAt',
      '进厂时间',
      'opened at',
      true,
      '2024-03-18 08:30',
      known(
        '进厂时间|进厂日期|到店时间|到店日期|入厂时间|接车时间|接车日期|开单时间|开单日期|来厂时间|opened at|open date|opened|check in|check in time|arrival|arrived at|date in',
      ),
    ),
    column(
      'promisedAt',
      '预计交车时间',
      'promised at',
      false,
      '2024-03-18 17:00',
      known(
        '预计交车时间|预交车时间|承诺交车时间|约定交车时间|预计完工时间|promised at|promised time|due at|estimated delivery',
      ),
    ),
    column(
      'deliveredAt',
      '交车时间',
      'delivered at',
      false,
      '2024-03-18 16:05',
      known(
        '交车时间|交车日期|实际交车时间|出厂时间|出厂日期|结算时间|结算日期|结账时间|delivered at|delivery time|delivery date|delivered|closed at|close date|invoiced at|date out',
      ),
    ),
    column(
      'customer',
      '客户',
      'customer',
      false,
      'C-1024',
      known(
        '客户|客户编号|客户代码|客户号|会员号|客户姓名|客户名称|车主|车主姓名|customer|customer id|customer no|customer name',
      ),
    ),
    column(
      'vehicle',
      '车辆',
      'vehicle',
      false,
      'LSVAA2180E2100001',
      known(
        '车辆|车架号|VIN|VIN码|底盘号|车牌|车牌号|车牌号码|vehicle|vehicle id|chassis number|license plate|plate|registration number',
      ),
    ),
    column('advisor', '服务顾问工号', 'service advisor', false, 'P102', advisorHeadings),
    column('leadTechnician', '主修技师工号', 'lead technician', false, 'P201', leadHeadings),
    column('technician', '技师工号', 'technician', false, 'P201', technicianHeadings),
    column(
      'billedHours',
      '计费工时（小时）',
      'billed hours',
      false,
      '1.5',
      known(
        '计费工时|标准工时|定额工时|结算工时|收费工时|工时|工时数|派工工时|billed hours|labour hours|labor hours|standard hours|flat rate hours|hours billed|hours sold',
      ),
    ),
    column(
      'billedMinutes',
      '计费工时（分钟）',
      'billed minutes',
      false,
      '90',
      known('计费分钟|计费工时分钟|计费工时分|标准工时分钟|标准工时分|计费分钟数|billed minutes|standard minutes'),
    ),
    column(
      'actualHours',
      '实际工时（小时）',
      'actual hours',
      false,
      '1.2',
      known('实际工时|实用工时|实际作业工时|作业工时|实际用时|actual hours|hours worked|clocked hours'),
    ),
    column(
      'actualMinutes',
      '实际工时（分钟）',
      'actual minutes',
      false,
      '72',
      known('实际分钟|实际工时分钟|实际工时分|实际用时分钟|作业分钟|实际分钟数|actual minutes|minutes worked'),
    ),
    column(
      'labourYuan',
      '工时费（元）',
      'labour amount (yuan)',
      true,
      '600.00',
      known(
        '工时费|工时费用|工时金额|工时收入|人工费|工时产值|工时费元|labour|labor|labour amount|labor amount|labour charge|labor charge|labour fee|labour total',
      ),
    ),
    column(
      'partsYuan',
      '材料费（元）',
      'parts amount (yuan)',
      true,
      '400.00',
      known(
        '材料费|材料费用|材料金额|备件费|备件费用|备件金额|配件费|配件费用|配件金额|零件费|备件产值|备件收入|材料费元|备件费元|parts|parts amount|parts charge|parts fee|parts total|material cost',
      ),
    ),
    column(
      'hasAppointment',
      '是否预约',
      'by appointment',
      true,
      '是',
      known(
        '是否预约|预约|预约标志|是否预约客户|预约进厂|has appointment|appointment|by appointment|is appointment|booked',
      ),
    ),
    column(
      'hasAddOn',
      '是否增项',
      'with add-on',
      true,
      '否',
      known(
        '是否增项|增项|有无增项|是否有增项|增项标志|追加项目|是否追加|has add on|add on|addon|with add on|upsell|additional work',
      ),
    ),
    column(
      'isRework',
      '是否返修',
      'rework',
      false,
      '否',
      known('是否返修|返修|返修标志|是否返工|返工|内返|外返|rework|is rework|comeback|return visit|repeat repair'),
    ),
    column(
      'originalOrder',
      '原工单号',
      'original order',
      false,
      'WO-20240301-007',
      known(
        '原工单号|原工单编号|原工单|返修原工单号|原单号|首修工单号|original order|original order number|original RO|original work order',
      ),
    ),
    shared.version,
    shared.deleted,
  ],
  surveys: [
    column(
      'externalId',
      '评价编号',
      'survey number',
      true,
      'SV-20240319-001',
      known(
        '评价编号|评价ID|回访编号|回访单号|问卷编号|答卷编号|调查编号|反馈编号|编号|序号|survey id|survey number|survey no|response id|feedback id|external id',
      ),
    ),
    shared.store,
    column(
      'answeredAt',
      '评价时间',
      'answered at',
      true,
      '2024-03-19 09:00',
      known(
        '评价时间|评价日期|回访时间|回访日期|答题时间|答卷时间|提交时间|反馈时间|调查时间|answered at|answered|response date|submitted at|survey date|completed at',
      ),
    ),
    column('order', '工单号', 'work order number', false, 'WO-20240318-001', orderHeadings),
    column('advisor', '服务顾问工号', 'service advisor', false, 'P102', advisorHeadings),
    column('technician', '技师工号', 'technician', false, 'P201', [...technicianHeadings, ...leadHeadings]),
    column(
      'nps',
      '推荐分（0-10）',
      'likely to recommend (0-10)',
      false,
      '9',
      known('推荐分|推荐度|推荐意愿|推荐分NPS|NPS|NPS得分|NPS评分|NPS分|NPS score|likelihood to recommend|recommend'),
    ),
    // A column of satisfaction from 1 to 5 that is taken for 0 to 100 would pass and be wrong; the other way round it is refused.
    column(
      'stars',
      '星级（1-5）',
      'stars (1-5)',
      false,
      '5',
      known('星级|星级评价|评价星级|满意度星级|满意度|评分|stars|star rating|rating|satisfaction|CSAT'),
    ),
    column(
      'score',
      '满意度得分（0-100）',
      'satisfaction score (0-100)',
      false,
      '92',
      known(
        '满意度得分|满意度分数|满意度评分|得分|总分|分数|满意度得分百分制|score|satisfaction score|CSI|CSI score|CSAT score',
      ),
    ),
    column(
      'text',
      '评价内容',
      'comment',
      false,
      '很满意',
      known(
        '评价内容|客户意见|客户建议|意见|建议|意见建议|评语|留言|反馈内容|客户反馈|comment|comments|text|feedback|verbatim|remarks',
      ),
    ),
    shared.version,
    shared.deleted,
  ],
}

function columnsOfPlain(kind: PlainKindName): FileColumn[] {
  const [zh = '', en = '', example = '', ...headings] = numberNames[kind].split('|').map((part) => part.trim())
  return [
    column('externalId', zh, en, naturalKeys[kind] === undefined, example, [...headings, '编号', 'external id']),
    shared.store,
    ...plainColumns(kind),
    shared.version,
    shared.deleted,
  ]
}

/** The fields that files of a kind can have, and the headings by which they are known from the start (H4.4). */
export const fileColumns: Record<FileKind, readonly FileColumn[]> = {
  ...own,
  ...(Object.fromEntries(
    (Object.keys(plainKinds) as PlainKindName[]).map((kind) => [kind, columnsOfPlain(kind)]),
  ) as Record<PlainKindName, FileColumn[]>),
}
