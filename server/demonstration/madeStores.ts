import { type Chance, chance } from './chance.ts'
import type { StoreSketch } from './sketches.ts'
import { type Course, ordinary, type StoreStory, steady } from './stories.ts'

/** A region of its own for each province; its cities with the letter of their plates. */
const provinces: readonly (readonly [id: string, name: string, sign: string, cities: readonly string[]])[] = [
  ['ZJ', '浙江', '浙', ['杭州A', '宁波B', '温州C', '绍兴D', '嘉兴F', '金华G']],
  ['JS', '江苏', '苏', ['南京A', '无锡B', '徐州C', '常州D', '苏州E', '南通F']],
  ['GD', '广东', '粤', ['广州A', '深圳B', '珠海C', '汕头D', '佛山E', '东莞S']],
  ['SD', '山东', '鲁', ['济南A', '青岛B', '淄博C', '潍坊G', '烟台F', '临沂Q']],
  ['SH', '上海', '沪', ['上海A', '上海B', '上海C']],
  ['BJ', '北京', '京', ['北京A', '北京B', '北京C']],
  ['TJ', '天津', '津', ['天津A', '天津B']],
  ['CQ', '重庆', '渝', ['重庆A', '重庆B', '万州F']],
  ['HB', '河北', '冀', ['石家庄A', '唐山B', '保定F', '廊坊R']],
  ['SX', '山西', '晋', ['太原A', '大同B', '运城M']],
  ['LN', '辽宁', '辽', ['沈阳A', '大连B', '鞍山C']],
  ['JL', '吉林', '吉', ['长春A', '吉林B']],
  ['HL', '黑龙江', '黑', ['哈尔滨A', '大庆E']],
  ['AH', '安徽', '皖', ['合肥A', '芜湖B', '阜阳K']],
  ['FJ', '福建', '闽', ['福州A', '厦门D', '泉州C']],
  ['JX', '江西', '赣', ['南昌A', '赣州B', '九江G']],
  ['HA', '河南', '豫', ['郑州A', '洛阳C', '南阳R']],
  ['HU', '湖北', '鄂', ['武汉A', '襄阳F', '宜昌E']],
  ['HN', '湖南', '湘', ['长沙A', '株洲B', '衡阳D']],
  ['GX', '广西', '桂', ['南宁A', '柳州B', '桂林C']],
  ['HI', '海南', '琼', ['海口A', '三亚B']],
  ['SC', '四川', '川', ['成都A', '绵阳B', '宜宾Q']],
  ['GZ', '贵州', '贵', ['贵阳A', '遵义C']],
  ['YN', '云南', '云', ['昆明A', '曲靖D', '大理L']],
  ['SN', '陕西', '陕', ['西安A', '咸阳D', '宝鸡C']],
  ['GS', '甘肃', '甘', ['兰州A', '天水E']],
  ['QH', '青海', '青', ['西宁A']],
  ['NX', '宁夏', '宁', ['银川A']],
  ['XJ', '新疆', '新', ['乌鲁木齐A', '昌吉B']],
  ['NM', '内蒙古', '蒙', ['呼和浩特A', '包头B']],
]

export const provinceName = (id: string): string | null => {
  const found = provinces.find((one) => `P-${one[0]}` === id)
  return found ? `${found[1]}区` : null
}

const places = [...'东西南北', '滨江', '新城', '高新', '开发区', '湖滨', '中山路', '人民路', '解放路', '机场', '会展']
const surnames = [...'赵钱孙李周吴郑王冯陈沈韩杨朱秦许何吕张孔曹严金魏陶姜谢邹苏潘葛范彭鲁韦马方任袁柳唐罗薛贺汤']
const given = [...'伟强磊军洋勇杰涛明超平刚辉鹏华飞鑫波斌宇浩凯健俊帆东旭阳晨轩静丽敏艳娜芳娟霞燕玲雪琳倩莹慧佳颖婷悦']

const nameOf = (luck: Chance): string =>
  `${luck.pick(surnames)}${luck.pick(given)}${luck.next() < 0.6 ? luck.pick(given) : ''}`

/** The store at this place behind the ones that are told of: plausible, and the same whenever it is asked for. */
export function madeStore(seed: string, index: number): StoreSketch {
  const luck = chance(`${seed} store ${index}`)
  const [province, , sign, cities] = luck.weighted(provinces, (one) => one[3].length)
  const city = luck.pick(cities)
  const technicians = Array.from({ length: luck.whole(2, 4) }, () => ({
    name: nameOf(luck),
    years: luck.whole(1, 9),
    craft: { faults: steady(luck.between(0.7, 1.35)), efficiency: luck.between(0.9, 1.1) },
  }))
  return {
    id: `S${String(index + 1).padStart(5, '0')}`,
    region: `P-${province}`,
    name: `${city.slice(0, -1)}知行${luck.pick(places)}${index + 1}店`,
    plate: `${sign}${city.slice(-1)}`,
    openedOn: `${luck.whole(2008, 2021)}-${luck.pick(['03', '05', '06', '09', '11'])}-${luck.whole(10, 28)}`,
    areaSquareMetres: luck.whole(14, 30) * 100,
    bays: luck.whole(6, 11),
    manager: nameOf(luck),
    lead: nameOf(luck),
    technicians,
    advisors: [nameOf(luck), nameOf(luck)],
    others: [
      [luck.next() < 0.3 ? 'parts_supervisor' : 'parts_clerk', nameOf(luck)],
      ['quality_inspector', nameOf(luck)],
      ['customer_service_agent', nameOf(luck)],
    ],
    story: madeStory(luck),
  }
}

/** An ordinary store, a little better or worse at each thing, and drifting a little. */
function madeStory(luck: Chance): StoreStory {
  const merit = luck.bell()
  const around = (course: Course, width: number, good: number): Course => {
    const [, value] = course[course.length - 1] as readonly [number, number]
    const level = (value as number) * (1 + width * (0.6 * good * merit + 0.8 * luck.bell()))
    const share = value < 1 ? Math.min(0.995, Math.max(0, level)) : level
    return [
      [-15, share * luck.between(0.96, 1.04)],
      [0, share],
    ].map(([at, figure]) => [at as number, value < 1 ? Math.min(0.995, figure as number) : (figure as number)] as const)
  }
  const story = ordinary
  return {
    ...story,
    arrivals: around(story.arrivals, 0.15, 1),
    faults: around(story.faults, 0.2, -1),
    efficiency: around([[0, 1.01]], 0.05, 1),
    ticketFen: around(story.ticketFen, 0.06, 1),
    appointments: around(story.appointments, 0.08, 1),
    addOns: around(story.addOns, 0.12, 1),
    promoters: around(story.promoters, 0.08, 1),
    detractors: around(story.detractors, 0.25, -1),
    complaints: around(story.complaints, 0.3, -1),
    proposals: around(story.proposals, 0.04, 1),
    answersAtPeaks: around(story.answersAtPeaks, 0.06, 1),
    parts: around(story.parts, 0.02, 1),
    obsolete: around(story.obsolete, 0.25, -1),
    checks: around(story.checks, 0.03, 1),
    netMargin: around(story.netMargin, 0.2, 1),
  }
}
