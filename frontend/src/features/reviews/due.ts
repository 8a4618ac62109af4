import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Tone } from '@/ui/tones'

/** How many days are left, in words and as a tone. */
export function useDue() {
  const { t } = useI18n()
  const words = computed(() => (days: number): string => {
    if (days < 0) return t('reviews.late', { n: -days }, -days)
    return days === 0 ? t('reviews.today') : t('reviews.left', { n: days }, days)
  })
  const tone = (days: number): Tone => (days < 0 ? 'bad' : days <= 3 ? 'alert' : 'quiet')
  return { words, tone }
}
