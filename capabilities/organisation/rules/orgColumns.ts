import { plainHeading, type TableColumn } from '#foundation/columns'
import type { NodeKind } from './importRow.ts'

export const orgFileKinds = ['nodes', 'people'] as const
/** What a file of the organisation carries: one node a row, or one position of a person a row. */
export type OrgFileKind = (typeof orgFileKinds)[number]

const column = (
  id: string,
  zh: string,
  en: string,
  required: boolean,
  example: string,
  headings: string,
): TableColumn => ({ id, names: { zh, en }, required, example, headings: headings.split('|') })

const companyHeadings = '公司|公司名称|公司编码|所属公司|集团|company|company code|company name'
const regionHeadings = '大区|区域|所属大区|大区名称|大区编码|省区|片区|省份|region|region code|area name|state|province'
const storeHeadings =
  '门店|所属门店|门店名称|门店编码|门店代码|店名|网点|网点编码|网点名称|经销商代码|store|store code|store name|store id|dealer code|outlet'
const departmentHeadings = '部门|所属部门|部门名称|部门编码|班组|车间|department|department code|team'

/** The fields that files can have, and the headings by which they are known from the start (H4.4). */
export const orgColumns: Record<OrgFileKind, readonly TableColumn[]> = {
  nodes: [
    column(
      'id',
      '编码',
      'Code',
      true,
      'S1',
      '门店编码|门店代码|门店编号|店代码|店编码|网点编码|网点代码|网点编号|经销商代码|经销商编码|服务站代码|部门编码|组织编码|节点编码|代码|编号|store code|store id|dealer code|outlet code|node|node id|site code|plant|plant code',
    ),
    column(
      'name',
      '名称',
      'Name',
      true,
      '城东店',
      '店名|门店名称|门店|网点名称|网点|经销商名称|服务站名称|部门名称|组织名称|简称|store name|dealer name|outlet name|site name|name 1',
    ),
    column('kind', '类型', 'Kind', false, '门店', '节点类型|组织类型|层级|级别|type|level|node type'),
    column(
      'parent',
      '上级',
      'Parent',
      false,
      'R1',
      '上级编码|上级组织|上级节点|上级名称|父级|parent code|parent id|belongs to',
    ),
    column('company', '公司', 'Company', false, '东方汽车服务', companyHeadings),
    column('region', '大区', 'Region', false, '华北大区', regionHeadings),
    column('store', '所属门店', 'Store it belongs to', false, 'S1', '所在门店|所属网点|上级门店|parent store'),
    column(
      'openedOn',
      '开业日期',
      'Opened on',
      false,
      '2019-05-01',
      '开业时间|开业日|营业日期|建店日期|opening date|opened|open date|start date',
    ),
    column('closedOn', '停业日期', 'Closed on', false, '', '关店日期|闭店日期|退网日期|closing date|closed|end date'),
    column(
      'areaSquareMetres',
      '面积',
      'Area',
      false,
      '2400',
      '面积|建筑面积|营业面积|经营面积|面积㎡|area m2|square metres|floor area',
    ),
    column(
      'bays',
      '工位数',
      'Bays',
      false,
      '12',
      '工位|工位个数|维修工位|维修工位数|举升机数|service bays|number of bays|work bays',
    ),
  ],
  people: [
    column(
      'id',
      '工号',
      'Staff code',
      true,
      'P1',
      '员工编号|员工工号|员工编码|人员编码|人员编号|员工号|职工号|person|person id|employee id|employee no|employee number|staff id|staff no',
    ),
    column('name', '姓名', 'Name', true, '李建国', '员工姓名|人员姓名|名字|full name|employee name|person name'),
    column('position', '岗位', 'Position', true, '技师', '职位|职务|岗位名称|职位名称|工种|job title|title|role|job'),
    column('department', '部门', 'Department', false, '机修部', departmentHeadings),
    column('store', '门店', 'Store', false, 'S1', storeHeadings),
    column(
      'node',
      '所属组织',
      'Node',
      false,
      'D1',
      '组织|组织编码|所在组织|所属单位|单位|节点|节点编码|org unit|unit|node id|workplace',
    ),
    column(
      'from',
      '到岗日期',
      'From',
      false,
      '2023-01-01',
      '入职日期|入职时间|到岗时间|任职日期|任职开始|上岗日期|开始日期|起|hire date|start date|joined on|since',
    ),
    column(
      'to',
      '离岗日期',
      'To',
      false,
      '',
      '离职日期|离职时间|离岗时间|任职结束|结束日期|止|leaving date|end date|left on|until',
    ),
    column(
      'bonusBase',
      '绩效基数',
      'Bonus base',
      false,
      '3000',
      '绩效基数（元）|月绩效基数|绩效奖金基数|奖金基数|绩效工资基数|monthly bonus base|bonus base yuan|performance base',
    ),
    column(
      'bonusFrom',
      '绩效基数起始日',
      'Bonus base from',
      false,
      '2024-01-01',
      '基数起始日|基数生效日期|基数生效日|绩效基数生效日期|bonus base since|base from',
    ),
  ],
}

export type OwnKind = Exclude<NodeKind, 'person'>

const kindWords: Record<OwnKind, string> = {
  company: '公司|集团|总部|company|group',
  region: '大区|区域|省区|片区|region|area|district',
  store: '门店|店|4S店|网点|服务站|服务中心|经销商|store|outlet|dealer|workshop|service centre|service center',
  department: '部门|班组|车间|科室|department|team|workshop team',
}
const kinds = new Map(
  Object.entries(kindWords).flatMap(([kind, words]) =>
    words.split('|').map((word): [string, OwnKind] => [plainHeading(word), kind as OwnKind]),
  ),
)

/** The kind of node that a word of a file stands for. */
export const kindOfWord = (word: string): OwnKind | null => kinds.get(plainHeading(word)) ?? null

/** Other words for positions, as rosters have them; names and ids of the catalogue are known besides. */
const positionWords: Record<string, string> = {
  general_manager: '总经理|总裁|gm',
  store_manager: '店长|站长|店总|服务站站长|store head|branch manager|station manager',
  department_manager: '部门经理|服务经理|售后经理|车间主任|配件经理|department head|service manager|workshop manager',
  technician_lead:
    '技师主管|技术主管|班组长|机修班长|车间班长|技术总监|lead technician|foreman|master technician|team leader',
  technician:
    '技师|机修技师|维修技师|维修工|机修工|机电技师|钣金技师|喷漆技师|钣喷技师|中工|大工|学徒|mechanic|repairer',
  service_advisor: '服务顾问|SA|业务接待|接待|前台接待|服务接待|售后顾问|advisor|service consultant',
  parts_supervisor: '备件主管|配件主管|备件经理|parts manager|parts lead',
  parts_clerk: '备件员|配件员|库管|仓库管理员|备件库管|storekeeper|parts person',
  quality_inspector: '质检员|质检|总检|终检员|质量检验员|inspector|quality checker',
  crm_specialist: 'CRM专员|客户关系专员|CRM|crm specialist|customer relations specialist',
  appointment_specialist: '预约专员|预约员|邀约专员|booking specialist|appointments',
  customer_service_agent:
    '客服专员|客服|客服代表|回访专员|客户服务专员|customer service|call centre agent|call center agent',
}

/** From the words of a file to ids of positions. */
export function positionsByWord(positions: readonly { id: string; names: { zh: string; en: string } }[]) {
  const known = new Map<string, string>()
  for (const { id, names } of positions)
    for (const word of [id, names.zh, names.en, ...(positionWords[id]?.split('|') ?? [])])
      known.set(plainHeading(word), id)
  return (word: string): string | null => known.get(plainHeading(word)) ?? null
}
