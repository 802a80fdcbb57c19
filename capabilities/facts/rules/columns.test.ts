import { describe, expect, it } from 'vitest'
import { fileFields, mappingProblem, startingMapping, suggestedMapping } from './columns.ts'

const usual = {
  externalId: '维修工单号',
  store: '门店编码',
  openedAt: '进厂时间',
  labourYuan: '工时费',
  partsYuan: '备件费',
  hasAppointment: '是否预约',
  hasAddOn: '是否增项',
}

describe('suggested columns', () => {
  it('know the usual Chinese headings', () => {
    const headings = [
      '维修工单号',
      '门店编码',
      '进厂时间',
      '结算时间',
      '服务顾问',
      '主修技师',
      '技师',
      '计费工时',
      '实际工时',
      '工时费',
      '备件费',
      '是否预约',
      '是否增项',
      '是否返修',
      '原工单号',
    ]
    expect(suggestedMapping(headings, 'work-orders')).toEqual({
      ...usual,
      deliveredAt: '结算时间',
      advisor: '服务顾问',
      leadTechnician: '主修技师',
      technician: '技师',
      billedHours: '计费工时',
      actualHours: '实际工时',
      isRework: '是否返修',
      originalOrder: '原工单号',
    })
  })

  it('know the usual English headings, whatever their case and punctuation', () => {
    const headings = [
      'RO_Number',
      'Dealer-Code',
      'OPEN DATE',
      'Labor Amount',
      'parts amount (CNY)',
      'By appointment?',
      'Add-On',
      'Comeback',
    ]
    expect(suggestedMapping(headings, 'work-orders')).toEqual({
      externalId: 'RO_Number',
      store: 'Dealer-Code',
      openedAt: 'OPEN DATE',
      labourYuan: 'Labor Amount',
      partsYuan: 'parts amount (CNY)',
      hasAppointment: 'By appointment?',
      hasAddOn: 'Add-On',
      isRework: 'Comeback',
    })
  })

  it('heed what stands in brackets when it is a unit', () => {
    expect(
      suggestedMapping(['计费工时（分钟）', '实际工时（小时）', '工时费（元）', '材料费（万元）'], 'work-orders'),
    ).toEqual({
      billedMinutes: '计费工时（分钟）',
      actualHours: '实际工时（小时）',
      labourYuan: '工时费（元）',
    })
  })

  it('take minutes where a file has both, and a heading once', () => {
    expect(suggestedMapping(['计费工时', '计费分钟'], 'work-orders')).toEqual({ billedMinutes: '计费分钟' })
    expect(suggestedMapping(['工单号', '评价编号', '满意度', 'NPS'], 'surveys')).toEqual({
      externalId: '评价编号',
      order: '工单号',
      stars: '满意度',
      nps: 'NPS',
    })
  })

  it('find each field again by its own name', () => {
    for (const kind of ['work-orders', 'surveys'] as const)
      for (const { id, names } of fileFields(kind))
        for (const heading of [id, names.zh, names.en])
          expect(suggestedMapping([heading], kind)).toEqual({ [id]: heading })
  })
})

describe('a mapping', () => {
  const problem = (mapping: Record<string, string>, storeChosen = false) =>
    mappingProblem(mapping, [...Object.values(usual), '技师', '工时', '分钟'], 'work-orders', storeChosen)

  it('must name what a fact needs', () => {
    expect(problem(usual)).toBeNull()
    const { store, ...storeless } = usual
    expect(problem(storeless)).toMatchObject({ code: 'facts.file.store_missing' })
    expect(problem(storeless, true)).toBeNull()
    const { openedAt, ...timeless } = usual
    expect(problem(timeless)).toMatchObject({ code: 'facts.file.field_unmapped', values: { field: 'openedAt' } })
    expect(problem({ ...usual, technician: '技师' })).toMatchObject({ values: { field: 'billedHours' } })
    expect(problem({ ...usual, technician: '技师', billedHours: '工时' })).toMatchObject({
      values: { field: 'actualHours' },
    })
    expect(problem({ ...usual, billedHours: '工时', actualHours: '工时' })).toMatchObject({
      values: { field: 'technician' },
    })
    expect(problem({ ...usual, billedHours: '工时', billedMinutes: '分钟' })).toMatchObject({
      code: 'facts.file.unit_twice',
    })
    expect(problem({ ...usual, advisor: '没有' })).toMatchObject({ code: 'facts.file.heading_unknown' })
    expect(problem({ ...usual, nonsense: '技师' })).toMatchObject({ code: 'facts.file.field_unknown' })
    expect(
      mappingProblem({ externalId: 'a', store: 'b', answeredAt: 'c' }, ['a', 'b', 'c'], 'surveys', false),
    ).toMatchObject({ code: 'facts.file.answers_unmapped' })
  })

  it('is remembered where it still fits, and completed where it does not', () => {
    const headings = Object.values(usual)
    const mapping = { ...usual, partsYuan: '工时费' }
    const start = (now: string[], then = headings) => startingMapping(now, 'work-orders', { mapping, headings: then })
    expect(start(headings)).toEqual(mapping)
    expect(start(headings.filter((heading) => heading !== '进厂时间').concat('开单时间'))).toEqual({
      ...mapping,
      openedAt: '开单时间',
    })
    expect(startingMapping(headings, 'work-orders', null)).toEqual(usual)
  })

  it('takes up new headings, and leaves alone what was left out before', () => {
    const headings = [...Object.values(usual), '服务顾问']
    const remembered = { mapping: usual, headings }
    expect(startingMapping([...headings, '更新时间'], 'work-orders', remembered)).toEqual({
      ...usual,
      version: '更新时间',
    })
  })
})
