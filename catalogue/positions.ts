import type { Words } from '#foundation/actor'

export type Position = { id: string; names: Words }

/** The positions of the network (P2), from the one who answers for the company to the one at a store's telephone. */
export const positions: readonly Position[] = [
  { id: 'general_manager', names: { zh: '总经理', en: 'General manager' } },
  { id: 'store_manager', names: { zh: '店长', en: 'Store manager' } },
  { id: 'department_manager', names: { zh: '部门经理', en: 'Department manager' } },
  { id: 'technician_lead', names: { zh: '技师主管', en: 'Lead of technicians' } },
  { id: 'technician', names: { zh: '技师', en: 'Technician' } },
  { id: 'service_advisor', names: { zh: '服务顾问', en: 'Service advisor' } },
  { id: 'parts_supervisor', names: { zh: '备件主管', en: 'Parts supervisor' } },
  { id: 'parts_clerk', names: { zh: '备件员', en: 'Parts clerk' } },
  { id: 'quality_inspector', names: { zh: '质检员', en: 'Quality inspector' } },
  { id: 'crm_specialist', names: { zh: 'CRM 专员', en: 'CRM specialist' } },
  { id: 'appointment_specialist', names: { zh: '预约专员', en: 'Appointment specialist' } },
  { id: 'customer_service_agent', names: { zh: '客服专员', en: 'Customer-service agent' } },
]
