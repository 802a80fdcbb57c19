/**
 * What the front desk's load is reckoned with (H5.10), from a day on: how long one contact and one arriving car keep
 * somebody busy, and what share of contacts is to be answered in time where no target says otherwise. Who does that work
 * are these positions.
 */
export const frontDeskLoads = [
  { from: '2000-01-01', contactSeconds: 480, intakeSeconds: 900, answeredPercent: 90 },
] as const

export const frontDeskPositions = ['customer_service_agent', 'service_advisor'] as const
