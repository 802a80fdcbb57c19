import { defineMessages, useMessages } from '#design/locale'

const positions = defineMessages({
  zh: {
    store_manager: '店长',
    department_manager: '部门经理',
    technician_lead: '技师主管',
    technician: '技师',
    service_advisor: '服务顾问',
    parts_supervisor: '备件主管',
    parts_clerk: '备件员',
    quality_inspector: '质检员',
    general_manager: '总经理',
    crm_specialist: 'CRM 专员',
    appointment_specialist: '预约专员',
    customer_service_agent: '客服专员',
  },
  en: {
    store_manager: 'Store manager',
    department_manager: 'Department manager',
    technician_lead: 'Lead of technicians',
    technician: 'Technician',
    service_advisor: 'Service advisor',
    parts_supervisor: 'Parts supervisor',
    parts_clerk: 'Parts clerk',
    quality_inspector: 'Quality inspector',
    general_manager: 'General manager',
    crm_specialist: 'CRM specialist',
    appointment_specialist: 'Appointment specialist',
    customer_service_agent: 'Customer-service agent',
  },
})

/** What a position is called; its id where it is not one of the shipped ones. */
export function usePositionName(): (position: string) => string {
  const names: Record<string, string> = useMessages(positions)
  return (position) => names[position] ?? position
}
