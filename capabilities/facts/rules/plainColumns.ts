import type { FieldType } from './plainFact.ts'
import { type PlainKindName, plainKinds } from './plainKinds.ts'

/** What a field is called in Chinese and English, an example, and headings by which it is known: `zh | en | example | heading | …`. */
type Told = string

const person =
  '人员工号 | person | P201 | 工号 | 员工工号 | 人员编码 | 人员编号 | 员工编号 | 员工号 | employee id | employee no | person id | staff id | employeeid'
const order =
  '工单号 | work order number | WO-20240318-001 | 工单编号 | 维修工单号 | 委托书号 | RO | repair order | order number | order id | work order'
const day = '日期 | day | 2024-03-18 | 业务日期 | 统计日期 | 考勤日期 | date | business day'

const told: Record<PlainKindName, Record<string, Told>> = {
  complaints: {
    openedAt:
      '投诉时间 | opened at | 2024-03-18 10:20 | 投诉日期 | 客诉时间 | 受理时间 | complaint date | created at | opened',
    order,
    advisor: '服务顾问工号 | service advisor | P102 | 服务顾问 | 被投诉人 | advisor',
    category: '投诉类别 | category | 维修质量 | 投诉类型 | 客诉类型 | 分类 | complaint type | topic | type',
    proposedAt:
      '答复时间 | solution proposed at | 2024-03-18 16:00 | 方案时间 | 首次答复时间 | responded at | answered at',
    closedAt:
      '关闭时间 | closed at | 2024-03-19 09:00 | 结案时间 | 办结时间 | 完成时间 | resolved at | resolution date',
  },
  attendance: {
    person,
    day,
    attendedMinutes:
      '出勤时长 | time attended | 480 | 出勤分钟 | 出勤小时 | 出勤工时 | 工作时长 | 在岗时长 | 实际出勤 | attended minutes | hours worked | attended hours | working hours',
  },
  inspections: {
    order,
    level: '检验级别 | level | 自检 | 检验类型 | 质检类型 | 质检级别 | inspection level | inspection type',
    inspector: '检验人工号 | inspector | P301 | 检验人 | 质检员 | 质检员工号 | 检验员 | inspector id',
    at: '检验时间 | inspected at | 2024-03-18 15:20 | 质检时间 | 检验日期 | 质检日期 | inspection date | inspected on',
    passed: '是否合格 | passed | 合格 | 检验结果 | 质检结果 | 合格 | 是否通过 | result | pass',
    crossRequired: '需要互检 | cross-check needed | 是 | 是否需要互检 | cross required',
  },
  observations: {
    node: '门店或人员编码 | store or person | S1 | 对象编码 | 对象 | node | node id',
    measure: '度量 | measure | jobs | 度量编码 | 指标编码 | measure id',
    day,
    value: '数值 | value | 12 | 值 | 实际值 | actual',
  },
  contacts: {
    receivedAt:
      '来电时间 | received at | 2024-03-18 10:02 | 咨询时间 | 来访时间 | 进线时间 | 来电日期 | call timestamp | call time | received | call date',
    firstAnsweredAt:
      '首次响应时间 | first answered at | 2024-03-18 10:06 | 首次回复时间 | 接听时间 | 响应时间 | first answered | answered at | first response',
    person: '响应人工号 | answered by | P102 | 接听人 | 客服工号 | 响应人 | agent | agent id',
    channel: '渠道 | channel | 电话 | 来源渠道 | 咨询渠道 | contact channel | medium',
  },
  customers: {
    createdAt: '建档时间 | created at | 2024-03-18 10:00 | 建档日期 | 创建时间 | created | registered at',
    contact: '有联系方式 | has contact details | 是 | 联系方式 | 联系方式完整 | contact',
    preferences: '有偏好记录 | has preferences | 否 | 偏好 | 偏好完整 | preferences',
    serviceHistory: '有服务记录 | has service history | 是 | 服务记录 | 服务记录完整 | service history',
    completedAt: '补全时间 | completed at | 2024-03-20 09:00 | 完善时间 | 完整日期 | completed',
    completedBy: '补全人工号 | completed by | P102 | 补全人 | 完善人',
  },
  appointments: {
    scheduledAt:
      '预约时间 | scheduled at | 2024-03-19 09:00 | 预约日期 | 预约到店时间 | appointment time | appointment date | scheduled',
    arrivedAt: '到店时间 | arrived at | 2024-03-19 09:05 | 实际到店时间 | 到店日期 | arrived | arrival',
    cancelledAt: '取消时间 | cancelled at | 2024-03-18 20:00 | 取消日期 | cancelled | canceled at',
    customer: '客户 | customer | C-1024 | 客户编号 | 客户姓名 | 车主 | customer id | customer name',
    order,
    person: '预约人工号 | booked by | P102 | 预约专员 | 服务顾问 | 登记人 | agent | advisor',
  },
  'part-requests': {
    requestedAt:
      '申请时间 | requested at | 2024-03-18 11:00 | 需求时间 | 领料时间 | 申请日期 | requested | request date',
    availableAt: '到货时间 | available at | 2024-03-18 11:20 | 备货时间 | 到料时间 | available | arrival date',
    availableWhenRequested:
      '当时有货 | available when requested | 是 | 是否有货 | 是否现货 | 现货 | in stock | available at once',
    order,
    part: '配件编码 | part | 04465-33471 | 备件编码 | 零件号 | 配件名称 | 备件名称 | part number | part no | part name',
    quantity: '数量 | quantity | 2 | 需求数量 | 申请数量 | qty',
  },
  inventory: {
    day,
    stockFen:
      '库存金额 | stock value | 520000.00 | 库存总额 | 期末库存 | 库存总金额 | 库存 | stock | inventory value | total stock',
    obsoleteFen:
      '呆滞金额 | obsolete stock | 18000.00 | 呆滞库存 | 呆滞库存金额 | 呆滞件金额 | obsolete | dead stock | obsolete value',
  },
  'bay-usage': {
    day,
    bay: '工位 | bay | B3 | 工位编号 | 工位号 | bay no | bay number | stall',
    usedMinutes: '使用时长 | time used | 420 | 使用分钟 | 占用时长 | 使用小时 | 占用分钟 | used minutes | used hours',
    availableMinutes:
      '可用时长 | time available | 600 | 可用分钟 | 开放时长 | 可用小时 | available minutes | available hours',
  },
  finance: {
    month: '月份 | month | 2024-03 | 会计期间 | 期间 | 年月 | 账期 | period | accounting period',
    revenueFen:
      '营业收入 | revenue | 860000.00 | 收入 | 营收 | 总收入 | 主营业务收入 | 销售收入 | total revenue | sales | income',
    costFen: '营业成本 | cost of sales | 520000.00 | 成本 | 主营业务成本 | 销售成本 | cost | cost of goods sold | COGS',
    netProfitFen: '净利润 | net profit | 92000.00 | 净利 | 利润 | net income | profit',
    operatingCostFen:
      '总成本 | operating cost | 740000.00 | 经营成本 | 运营成本 | 总费用 | total cost | operating costs',
    labourCostFen: '人工成本 | labour cost | 150000.00 | 人力成本 | 工资总额 | 薪酬 | labor cost | payroll | wages',
    rentFen: '租金 | rent | 40000.00 | 房租 | 场地租金 | rental',
    investmentFen: '投资额 | investment | 3000000.00 | 累计投资 | 投入资本 | invested capital',
    partsRevenueFen: '配件收入 | parts revenue | 380000.00 | 备件收入 | 零件收入 | parts sales',
    partsCostFen: '配件成本 | parts cost | 240000.00 | 备件成本 | 零件成本',
  },
  'staff-changes': {
    person,
    day: '日期 | day | 2024-03-18 | 变动日期 | 异动日期 | 生效日期 | date | effective date | effective day',
    change: '变动 | change | 入职 | 变动类型 | 异动类型 | 类型 | change type | event',
  },
}

export type ColumnType = FieldType | 'hours' | 'code'

export type ToldField = {
  id: string
  type: ColumnType
  names: { zh: string; en: string }
  required: boolean
  example: string
  headings: string[]
  choices?: readonly string[]
}

/** The columns of a plain kind, by its declaration; checks of single items come over HTTP only. */
export function plainColumns(kind: PlainKindName): ToldField[] {
  return plainKinds[kind].fields
    .filter(({ type }) => type !== 'checks')
    .map(({ name, type, required, ...rest }) => {
      const [zh = name, en = name, example = '', ...headings] = (told[kind][name] ?? name)
        .split('|')
        .map((part) => part.trim())
      return {
        id: name,
        type,
        names: { zh, en },
        required,
        example,
        headings,
        ...('choices' in rest ? { choices: rest.choices } : {}),
      }
    })
}

/** What makes a fact the same fact where a file brings no numbers of its own. */
export const naturalKeys: Partial<Record<PlainKindName, readonly string[]>> = {
  attendance: ['person', 'day'],
  observations: ['node', 'measure', 'day'],
  inventory: ['store', 'day'],
  'bay-usage': ['store', 'bay', 'day'],
  finance: ['store', 'month'],
  'staff-changes': ['person', 'day', 'change'],
}

/** The number of a fact in its own system; other kinds must bring it, these may. */
export const numberNames: Record<PlainKindName, Told> = {
  complaints:
    '投诉单号 | complaint number | CP-0318-01 | 投诉编号 | 客诉单号 | 客诉编号 | complaint id | complaint no | case number',
  attendance: '考勤编号 | attendance number | AT-0318-01 | 考勤记录编号 | attendance id',
  inspections: '检验单号 | inspection number | QC-0318-01 | 质检单号 | 检验编号 | 质检编号 | inspection id',
  observations: '观测编号 | observation number | OB-0318-01 | observation id',
  contacts: '来电编号 | contact number | CT-0318-01 | 咨询编号 | 通话编号 | 记录编号 | call id | contact id | id',
  customers: '客户编号 | customer number | C-1024 | 客户号 | 会员号 | 客户代码 | customer id | customer no',
  appointments: '预约单号 | appointment number | AP-0319-01 | 预约编号 | 预约号 | appointment id | booking id',
  'part-requests':
    '需求单号 | request number | PR-0318-01 | 申请单号 | 领料单号 | 备件需求编号 | request id | requisition number',
  inventory: '盘点编号 | snapshot number | ST-0318 | 库存记录编号 | snapshot id',
  'bay-usage': '工位记录编号 | bay record number | BU-0318-01 | bay record id',
  finance: '凭证编号 | entry number | FI-2024-03 | 报表编号 | entry id',
  'staff-changes': '异动单号 | change number | SC-0318-01 | 变动编号 | change id',
}
