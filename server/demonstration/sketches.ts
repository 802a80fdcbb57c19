import type { Day } from '#foundation/period'
import { type Course, type Craft, type StoreStory, steady } from './stories.ts'

/** One who works in a store: who, as what, for how many years, and what sets him or her apart. */
export type Worker = { name: string; years: number; craft?: Partial<Craft> }

export type StoreSketch = {
  id: string
  region: string
  name: string
  plate: string
  openedOn: Day
  areaSquareMetres: number
  bays: number
  manager: string
  lead: string
  technicians: Worker[]
  advisors: string[]
  /** Everybody else, by position. */
  others: readonly (readonly [position: string, name: string])[]
  story: StoreStory
}

export type Sketch = Omit<StoreSketch, 'story'>

export const storyRegions: Readonly<Record<string, string>> = { EAST: '华东大区', NORTH: '华北大区', SOUTH: '华南大区' }

const standards: Course = [
  [-6, 2.72],
  [-2, 1.32],
]

/** The twelve stores that are told of, the first ones first: what a smaller network leaves out stands at the end. */
export const storySketches: readonly Sketch[] = [
  {
    id: 'HZ01',
    region: 'EAST',
    name: '杭州知行钱塘店',
    plate: '浙A',
    openedOn: '2012-05-18',
    areaSquareMetres: 2600,
    bays: 12,
    manager: '陈立群',
    lead: '吴建平',
    technicians: [
      {
        name: '张卫东',
        years: 9,
        craft: { faults: steady(0.44), efficiency: 1.14, liked: steady(0.16), leads: 1.1 },
      },
      {
        name: '李晓峰',
        years: 1,
        craft: {
          faults: standards,
          efficiency: 0.86,
          liked: [
            [-6, -0.34],
            [-2, -0.1],
          ],
          leads: 0.7,
        },
      },
      { name: '周志强', years: 4 },
      { name: '孙浩然', years: 3, craft: { faults: steady(0.95) } },
      { name: '吕子轩', years: 2, craft: { faults: steady(1.1) } },
    ],
    advisors: ['王思琪', '郑雅文'],
    others: [
      ['parts_supervisor', '冯国梁'],
      ['quality_inspector', '褚学文'],
      ['customer_service_agent', '叶晓彤'],
      ['crm_specialist', '丁雨桐'],
    ],
  },
  {
    id: 'BJ01',
    region: 'NORTH',
    name: '北京知行望和店',
    plate: '京A',
    openedOn: '2011-09-09',
    areaSquareMetres: 3100,
    bays: 12,
    manager: '赵鹏飞',
    lead: '韩冬',
    technicians: [
      { name: '刘洋', years: 6, craft: { faults: steady(0.92), efficiency: 1.03 } },
      { name: '杨帆', years: 4 },
      { name: '马骏', years: 2, craft: { faults: steady(1.06) } },
      { name: '高磊', years: 0, craft: { faults: steady(1.1), efficiency: 0.97 } },
    ],
    advisors: ['宋佳', '许婷婷'],
    others: [
      ['parts_clerk', '田宏伟'],
      ['quality_inspector', '崔永强'],
      ['customer_service_agent', '侯静'],
    ],
  },
  {
    id: 'SH01',
    region: 'EAST',
    name: '上海知行浦江店',
    plate: '沪A',
    openedOn: '2010-03-26',
    areaSquareMetres: 3000,
    bays: 12,
    manager: '沈慧敏',
    lead: '顾明远',
    technicians: [
      { name: '陆家骏', years: 7, craft: { faults: steady(0.8), efficiency: 1.03, liked: steady(0.03) } },
      { name: '徐文斌', years: 5 },
      { name: '朱亚军', years: 4, craft: { faults: steady(1.1) } },
      { name: '金宇航', years: 2, craft: { faults: steady(1.2), efficiency: 0.97 } },
    ],
    advisors: ['唐静怡', '蒋欣'],
    others: [
      ['department_manager', '潘志华'],
      ['parts_supervisor', '俞鸿飞'],
      ['quality_inspector', '秦世杰'],
      ['customer_service_agent', '谢雨晴'],
    ],
  },
  {
    id: 'TJ01',
    region: 'NORTH',
    name: '天津知行海河店',
    plate: '津A',
    openedOn: '2015-11-06',
    areaSquareMetres: 2100,
    bays: 9,
    manager: '郭永亮',
    lead: '董海涛',
    technicians: [
      { name: '于震', years: 6, craft: { faults: steady(0.9) } },
      { name: '邢军', years: 3 },
      { name: '石磊', years: 2, craft: { faults: steady(1.15), efficiency: 0.98 } },
    ],
    advisors: ['白雪莹', '薛丽丽'],
    others: [
      ['parts_clerk', '邱建国'],
      ['quality_inspector', '阎志刚'],
      ['appointment_specialist', '贺晓燕'],
    ],
  },
  {
    id: 'GZ01',
    region: 'SOUTH',
    name: '广州知行珠江店',
    plate: '粤A',
    openedOn: '2013-06-21',
    areaSquareMetres: 2700,
    bays: 11,
    manager: '梁国栋',
    lead: '黄志伟',
    technicians: [
      { name: '陈家俊', years: 5 },
      { name: '林伟明', years: 4, craft: { faults: steady(0.9) } },
      { name: '何俊杰', years: 3, craft: { faults: steady(1.1) } },
      { name: '谭永康', years: 2 },
    ],
    advisors: ['麦嘉欣', '冼慧珊'],
    others: [
      ['parts_clerk', '欧阳健'],
      ['quality_inspector', '关志强'],
      ['customer_service_agent', '招颖诗'],
    ],
  },
  {
    id: 'SZ01',
    region: 'SOUTH',
    name: '深圳知行南山店',
    plate: '粤B',
    openedOn: '2014-10-17',
    areaSquareMetres: 2500,
    bays: 11,
    manager: '罗文杰',
    lead: '曾庆华',
    technicians: [
      { name: '钟伟强', years: 5, craft: { faults: steady(0.9) } },
      { name: '廖俊峰', years: 3 },
      { name: '赖志鹏', years: 2, craft: { faults: steady(1.1) } },
      { name: '温家豪', years: 4 },
    ],
    advisors: ['邱思敏', '古雅琪'],
    others: [
      ['parts_supervisor', '范伟文'],
      ['quality_inspector', '严兆基'],
      ['customer_service_agent', '卢晓欣'],
    ],
  },
  {
    id: 'SU01',
    region: 'EAST',
    name: '苏州知行金鸡湖店',
    plate: '苏E',
    openedOn: '2016-04-15',
    areaSquareMetres: 2300,
    bays: 10,
    manager: '钱维嘉',
    lead: '华建明',
    technicians: [
      { name: '姚志远', years: 6, craft: { faults: steady(0.85) } },
      { name: '汤小军', years: 4 },
      { name: '戴鹏程', years: 2, craft: { faults: steady(1.2) } },
    ],
    advisors: ['陶雨薇', '柳如意'],
    others: [
      ['parts_clerk', '施文彬'],
      ['quality_inspector', '鲍春生'],
      ['customer_service_agent', '费雯'],
    ],
  },
  {
    id: 'QD01',
    region: 'NORTH',
    name: '青岛知行崂山店',
    plate: '鲁B',
    openedOn: '2013-08-30',
    areaSquareMetres: 2200,
    bays: 9,
    manager: '孟庆海',
    lead: '曲文涛',
    technicians: [
      { name: '隋振华', years: 7, craft: { faults: steady(0.9) } },
      { name: '姜鲁滨', years: 3 },
      { name: '矫立新', years: 2, craft: { faults: steady(1.15) } },
    ],
    advisors: ['宫晓琳', '逄雪'],
    others: [
      ['parts_clerk', '臧福来'],
      ['quality_inspector', '于德水'],
      ['customer_service_agent', '辛悦'],
    ],
  },
  {
    id: 'CD01',
    region: 'SOUTH',
    name: '成都知行锦城店',
    plate: '川A',
    openedOn: '2015-03-20',
    areaSquareMetres: 2400,
    bays: 9,
    manager: '蒲志刚',
    lead: '雷明亮',
    technicians: [
      { name: '向东升', years: 5 },
      { name: '兰小平', years: 4, craft: { faults: steady(0.9) } },
      { name: '岳鹏', years: 2, craft: { faults: steady(1.1) } },
    ],
    advisors: ['龙思雨', '文静雯'],
    others: [
      ['parts_supervisor', '祝家兴'],
      ['parts_clerk', '阳小林'],
      ['quality_inspector', '喻国安'],
      ['customer_service_agent', '车晓岚'],
    ],
  },
  {
    id: 'WH01',
    region: 'SOUTH',
    name: '武汉知行光谷店',
    plate: '鄂A',
    openedOn: '2016-09-23',
    areaSquareMetres: 2300,
    bays: 9,
    manager: '方汉生',
    lead: '熊建军',
    technicians: [
      { name: '万里鹏', years: 6, craft: { faults: steady(0.85) } },
      { name: '余江波', years: 3 },
      { name: '柯志勇', years: 2, craft: { faults: steady(1.15) } },
    ],
    advisors: ['舒雅婷', '占红霞'],
    others: [
      ['parts_clerk', '涂光明'],
      ['quality_inspector', '程汉武'],
      ['crm_specialist', '甘甜'],
    ],
  },
  {
    id: 'NJ01',
    region: 'EAST',
    name: '南京知行玄武店',
    plate: '苏A',
    openedOn: '2014-05-16',
    areaSquareMetres: 2400,
    bays: 10,
    manager: '宗伟国',
    lead: '仇立新',
    technicians: [
      { name: '芮建华', years: 6, craft: { faults: steady(0.9) } },
      { name: '经文博', years: 3 },
      { name: '巫晨光', years: 2, craft: { faults: steady(1.1) } },
    ],
    advisors: ['时佳怡', '端木晴'],
    others: [
      ['parts_clerk', '滕志明'],
      ['quality_inspector', '贡长江'],
      ['customer_service_agent', '倪小曼'],
    ],
  },
  {
    id: 'JN01',
    region: 'NORTH',
    name: '济南知行泉城店',
    plate: '鲁A',
    openedOn: '2017-03-10',
    areaSquareMetres: 1900,
    bays: 8,
    manager: '解少华',
    lead: '亓国强',
    technicians: [
      { name: '国震', years: 5, craft: { faults: steady(0.9) } },
      { name: '牛立峰', years: 3 },
      { name: '尹航', years: 1, craft: { faults: steady(1.2), efficiency: 0.95 } },
    ],
    advisors: ['齐文娟', '苗雨'],
    others: [
      ['parts_clerk', '路保国'],
      ['quality_inspector', '展宏图'],
      ['appointment_specialist', '步芳菲'],
    ],
  },
]
