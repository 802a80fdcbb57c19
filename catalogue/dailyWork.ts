import type { Words } from '#foundation/actor'

/** What a position does every day anyway. */
export type Routine = { id: string; positions: readonly string[]; title: Words }

/** Something to learn, and for whom (H8.6). */
export type LearningItem = { id: string; positions: readonly string[]; minutes: number; title: Words; text: Words }

/** Words to say or send, as tasks and steps link to them (H8.6). */
export type Script = { id: string; title: Words; lines: readonly Words[] }

const parts = ['parts_supervisor', 'parts_clerk']

export const routines: readonly Routine[] = [
  {
    id: 'receive',
    positions: ['service_advisor'],
    title: { zh: '接待今天的预约和到店客户', en: 'Receive today’s appointments and walk-ins' },
  },
  {
    id: 'follow-orders',
    positions: ['service_advisor'],
    title: { zh: '跟进在修工单', en: 'Follow up the orders in the workshop' },
  },
  {
    id: 'assigned-orders',
    positions: ['technician'],
    title: { zh: '完成派给自己的工单', en: 'Finish the orders assigned to you' },
  },
  {
    id: 'tidy-bay',
    positions: ['technician'],
    title: { zh: '收工前清理工位和工具', en: 'Tidy bay and tools before closing' },
  },
  {
    id: 'assign',
    positions: ['technician_lead'],
    title: { zh: '派工并看难题车', en: 'Assign the work and look after the difficult cars' },
  },
  {
    id: 'morning-meeting',
    positions: ['store_manager', 'technician_lead', 'department_manager'],
    title: { zh: '8:30 晨会 15 分钟', en: 'Morning meeting, 8:30, 15 minutes' },
  },
  {
    id: 'closing',
    positions: ['store_manager', 'technician_lead', 'department_manager'],
    title: { zh: '17:30 日清 10 分钟', en: 'Closing of the day, 17:30, 10 minutes' },
  },
  {
    id: 'issue-parts',
    positions: parts,
    title: { zh: '收发备件，账物相符', en: 'Receive and issue parts, books and shelves alike' },
  },
  { id: 'sample', positions: ['quality_inspector'], title: { zh: '完成今天的抽检', en: 'Do today’s samples' } },
  {
    id: 'calls',
    positions: ['customer_service_agent', 'crm_specialist', 'appointment_specialist'],
    title: { zh: '完成今天的回访名单', en: 'Work through today’s call list' },
  },
]

export const learningItems: readonly LearningItem[] = [
  {
    id: 'new-energy-basics',
    positions: ['service_advisor', 'technician', 'technician_lead'],
    minutes: 30,
    title: { zh: '新能源车维修要点', en: 'Servicing electric cars: the essentials' },
    text: {
      zh: '高压断电顺序、绝缘检查、电池健康度怎样向客户解释。看完能回答：断电后为什么要等待再作业。',
      en: 'How to switch off high voltage, check insulation, and explain battery health. Afterwards you can say why one waits after switching off.',
    },
  },
  {
    id: 'objections',
    positions: ['service_advisor', 'appointment_specialist'],
    minutes: 30,
    title: { zh: '异议处理练习', en: 'Practise answering objections' },
    text: {
      zh: '两人一组，轮流扮客户：嫌贵、嫌慢、不信任。每种说三遍，直到不看稿。',
      en: 'In pairs, one plays the customer: too dear, too slow, no trust. Three times each, until it goes without the sheet.',
    },
  },
  {
    id: 'diagnosis-sop',
    positions: ['technician', 'quality_inspector'],
    minutes: 20,
    title: { zh: '诊断五步再走一遍', en: 'The five steps of diagnosis once more' },
    text: {
      zh: '复现、初判、系统检测、深度诊断、定方案。想一想上一次误判错在哪一步。',
      en: 'Reproduce, first judgement, system test, in depth, plan. Think which step the last misjudgement came from.',
    },
  },
  {
    id: 'complaints',
    positions: ['customer_service_agent', 'crm_specialist', 'service_advisor', 'store_manager'],
    minutes: 20,
    title: { zh: '投诉处理技巧', en: 'Handling complaints' },
    text: {
      zh: '先情绪后事情：听、复述、道歉、方案、回访。',
      en: 'Feelings first, then the matter: listen, say back, apologise, propose, call back.',
    },
  },
  {
    id: 'stock-by-numbers',
    positions: parts,
    minutes: 20,
    title: { zh: '看懂周转和呆滞', en: 'Reading turnover and idle stock' },
    text: {
      zh: '周转次数、呆滞率怎么算，哪十个件拖后腿。',
      en: 'How turnover and idle stock are reckoned, and which ten parts hold them back.',
    },
  },
  {
    id: 'reading-the-board',
    positions: ['store_manager', 'department_manager', 'technician_lead', 'general_manager'],
    minutes: 15,
    title: { zh: '三分钟看懂看板', en: 'Reading the board in three minutes' },
    text: {
      zh: '先看红灯持续多久，再看它的驱动指标，最后看背后的记录。',
      en: 'First how long a light has been red, then what drives it, then the records behind it.',
    },
  },
]

export const scripts: readonly Script[] = [
  {
    id: 'welcome',
    title: { zh: '到店欢迎', en: 'Welcome' },
    lines: [
      { zh: '您好，欢迎光临，我是您今天的服务顾问。', en: 'Good day and welcome, I am your service advisor today.' },
      {
        zh: '您先坐，喝点什么？我先听您说说车的情况。',
        en: 'Please take a seat; what may I bring you? Tell me about the car first.',
      },
      {
        zh: '预计需要的时间我写在这里，有变化我先告诉您。',
        en: 'I note the expected time here, and tell you first if it changes.',
      },
    ],
  },
  {
    id: 'quick-replies',
    title: { zh: '快捷回复', en: 'Quick replies' },
    lines: [
      {
        zh: '收到，我是您的服务顾问，五分钟内给您回电。',
        en: 'Received. I am your advisor and will call you within five minutes.',
      },
      {
        zh: '您的车正在检查，半小时内我告诉您结果。',
        en: 'Your car is being checked; I will tell you the result within half an hour.',
      },
      {
        zh: '明天上午和下午各有一个空位，您看哪个方便？',
        en: 'There is a slot tomorrow morning and one in the afternoon; which suits you?',
      },
    ],
  },
  {
    id: 'objections',
    title: { zh: '异议回应', en: 'Answers to objections' },
    lines: [
      {
        zh: '觉得贵：我把每一项讲清楚，您决定先做哪项。',
        en: 'Too dear: I explain each item, and you decide what comes first.',
      },
      {
        zh: '觉得慢：现在做到这一步，还要多久我写给您。',
        en: 'Too slow: this is where we are, and I write down how long it takes.',
      },
      { zh: '不放心：旧件给您看，照片也发您。', en: 'No trust: I show you the old part and send you the pictures.' },
    ],
  },
  {
    id: 'handover',
    title: { zh: '交车说明', en: 'Handover' },
    lines: [
      { zh: '这是今天做的项目和换下的旧件。', en: 'This is what was done today, and these are the old parts.' },
      { zh: '还有哪里不满意？现在就能处理。', en: 'Is anything not yet right? We can see to it now.' },
      {
        zh: '下次保养大约在这一天，我先帮您留个时间？',
        en: 'The next service is due about this day; may I keep a slot for you?',
      },
    ],
  },
  {
    id: 'complaint',
    title: { zh: '投诉回应', en: 'Answering a complaint' },
    lines: [
      {
        zh: '让您遇到这样的事，对不起。请您从头说，我记着。',
        en: 'I am sorry that this happened. Please tell me from the beginning; I take notes.',
      },
      { zh: '我理解的是这样，对吗？', en: 'This is how I understand it; is that right?' },
      { zh: '今天之内我给您办法和时间。', en: 'You will have a remedy and a time from me today.' },
    ],
  },
]
