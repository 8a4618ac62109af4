const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
const CHECKS = '10X98765432'

/** Birth date and sex out of a well-formed resident identity number (GB 11643); else nothing. */
export function readResidentId(text: string): { birth_date: string; sex: 'male' | 'female' } | null {
  const number = text.normalize('NFKC').replace(/[\s-]/g, '').toUpperCase()
  if (!/^\d{17}[\dX]$/.test(number)) return null
  const total = WEIGHTS.reduce((sum, weight, at) => sum + weight * Number(number[at]), 0)
  if (CHECKS[total % 11] !== number[17]) return null
  const birth_date = number.slice(6, 14).replace(/(\d{4})(\d{2})(\d{2})/, '$1-$2-$3')
  if (new Date(`${birth_date}T00:00:00Z`).toISOString().slice(0, 10) !== birth_date) return null
  return { birth_date, sex: Number(number[16]) % 2 ? 'male' : 'female' }
}
