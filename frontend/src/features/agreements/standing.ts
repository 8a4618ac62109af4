import type { Tone } from '@/ui/tones'
import type { Agreement } from './queries'

/** Who is to act now, from the reader's side; names the sentence `agreements.next.<this>`. */
export type Next = 'sign' | 'sign_second' | 'wait_other' | 'wait_both' | 'file' | 'wait_filing' | 'revise' | 'wait_revision' | 'filed' | 'void'

type Standing = Pick<Agreement, 'state' | 'my_party' | 'signatures' | 'allowed_actions'>

const can = ({ allowed_actions }: Standing, wanted: string): boolean => allowed_actions.some(({ action, enabled }) => action === wanted && enabled)

function unsigned(agreement: Standing): Next {
  if (can(agreement, 'sign')) return agreement.state === 'partly_signed' ? 'sign_second' : 'sign'
  return agreement.my_party ? 'wait_other' : 'wait_both'
}

export function nextOf(agreement: Standing): Next {
  switch (agreement.state) {
    case 'filed':
      return 'filed'
    case 'void':
      return 'void'
    case 'signed':
      return can(agreement, 'file') ? 'file' : 'wait_filing'
    case 'returned':
      return can(agreement, 'revise') ? 'revise' : 'wait_revision'
    default:
      return unsigned(agreement)
  }
}

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
