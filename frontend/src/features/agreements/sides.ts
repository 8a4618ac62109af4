import type { Tone } from '@/ui/tones'
import type { Agreement } from './queries'

export interface Side {
  party: 'enterprise' | 'expert'
  name: string
  /** The signature that counts. */
  signature: Agreement['signatures'][number] | undefined
  /** Given for a text since replaced. */
  outdated: Agreement['signatures']
}

/** Both sides with their signatures: the one that counts and those that no longer do. */
export function sidesOf(agreement: Agreement): Side[] {
  return (['enterprise', 'expert'] as const).map((party) => {
    const own = agreement.signatures.filter((given) => given.party === party)
    const expert = agreement.team?.name ?? agreement.expert.name
    return {
      party,
      name: party === 'enterprise' ? agreement.enterprise.name : expert,
      signature: own.find(({ counts }) => counts),
      outdated: own.filter(({ counts }) => !counts),
    }
  })
}

/** Which revision a signature was given for. */
export const revisionOf = (agreement: Agreement, hash: string): number | undefined => agreement.revisions.find(({ text_hash }) => text_hash === hash)?.revision

/** Signed by both is not the end: it waits to be filed. */
export const toneOfState = (state: string): Tone | undefined => (state === 'signed' || state === 'drafted' ? 'wait' : undefined)
