import { defineMessages } from './locale.tsx'

/** What the gallery says in the parts of forms. */
export const formSamples = defineMessages({
  zh: {
    importing: {
      steps: { file: '选文件', columns: '对列', try: '试导入', done: '完成' },
      stepOf: (v: { number: number; count: number }) => `第 ${v.number} 步，共 ${v.count} 步：`,
    },
    choices: {
      legend: '怎样认门店',
      names: { code: '按编码', name: '按名称' },
      hints: { code: '文件里有一列门店编码，最稳妥。', name: '没有编码时，按名称认；重名的要选。' },
    },
    file: { name: '2024-03 工单.xlsx', about: '1.2 MB · 3,180 行', other: '换一个文件' },
    counts: { accepted: '新增', replaced: '更新', ignored: '没有变化', rejected: '未通过', rows: '行' },
    month: '月份',
    day: '从哪一天起',
    dayHint: '以前的日子照旧。',
    version: {
      title: '新版本',
      from: '从哪一天起',
      fromHint: '以前的日子照旧。',
      reason: '为什么改',
      reasonExample: '例如：夜间业务值得单独看',
      reasonWanted: '请写一句理由。',
      define: '定义',
      change: '保存新版本',
      saved: '已保存。',
      failed: '没能保存',
      retire: '停用',
      retired: '已停用。',
    },
    main: '保存',
    mainNote: '手机上，主要动作在拇指够得到的地方。',
  },
  en: {
    importing: {
      steps: { file: 'File', columns: 'Columns', try: 'Try', done: 'Done' },
      stepOf: (v) => `Step ${v.number} of ${v.count}: `,
    },
    choices: {
      legend: 'How stores are recognised',
      names: { code: 'By code', name: 'By name' },
      hints: {
        code: 'The file has a column of store codes: the safest way.',
        name: 'Without codes, names are compared; of two alike you choose one.',
      },
    },
    file: { name: '2024-03 orders.xlsx', about: '1.2 MB · 3,180 rows', other: 'Another file' },
    counts: { accepted: 'New', replaced: 'Replaced', ignored: 'Unchanged', rejected: 'Rejected', rows: 'rows' },
    month: 'Month',
    day: 'From which day on',
    dayHint: 'Earlier days stay as they are.',
    version: {
      title: 'New version',
      from: 'From which day on',
      fromHint: 'Earlier days stay as they are.',
      reason: 'Why',
      reasonExample: 'Such as: business at night deserves a look of its own',
      reasonWanted: 'Say why, in a sentence.',
      define: 'Define',
      change: 'Save the version',
      saved: 'Saved.',
      failed: 'It was not saved',
      retire: 'Retire',
      retired: 'Retired.',
    },
    main: 'Save',
    mainNote: 'On the phone the main action stands where a thumb reaches.',
  },
})
