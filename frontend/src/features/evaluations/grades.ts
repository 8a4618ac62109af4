import type { Tone } from '@/ui/tones'

const TONES: Record<number, Tone> = { 1: 'bad', 2: 'bad', 3: 'quiet' }

/** How a grade is coloured, beside its word. */
export const toneOf = (grade: number): Tone => TONES[grade] ?? 'good'
