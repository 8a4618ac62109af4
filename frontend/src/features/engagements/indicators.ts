/** Results in numbers that a line of the log may carry: codes of the API, texts `engagements.indicator.<code>`. */
export const INDICATORS = [
  'problems_solved',
  'new_products',
  'patents_filed',
  'patents_granted',
  'standards',
  'contracts',
  'contract_amount',
  'joint_projects',
  'joint_platforms',
  'rd_investment',
  'new_sales',
  'new_taxes',
  'saved_cost',
  'trainings',
  'trainees',
  'talents',
  'certified_firms',
  'policy_advice',
] as const

const UNITS: Partial<Record<(typeof INDICATORS)[number], string>> = {
  contract_amount: 'wan',
  rd_investment: 'wan',
  new_sales: 'wan',
  new_taxes: 'wan',
  saved_cost: 'wan',
}

/** Text key of the unit, where it is not simply a count. */
export const unitOf = (code: (typeof INDICATORS)[number]): string | null => (UNITS[code] ? `engagements.unit.${UNITS[code]}` : null)
