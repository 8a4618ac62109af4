import { computed, reactive, watchEffect } from 'vue'
import { setLanguage } from '@/api/auth'

export type Locale = 'zh-CN' | 'en'
export type Theme = 'auto' | 'light' | 'dark'

const KEY = 'tepai.preferences'

interface Preferences {
  locale: Locale
  theme: Theme
  elder: boolean
}

function stored(): Partial<Preferences> {
  try {
    return JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>
  } catch {
    return {}
  }
}

/** How this person reads: kept in the browser, since it concerns the device as much as the person. */
export const preferences = reactive<Preferences>({ locale: 'zh-CN', theme: 'auto', elder: false, ...stored() })

const system = window.matchMedia('(prefers-color-scheme: dark)')
const systemIs = reactive({ dark: system.matches })
system.addEventListener('change', (event) => (systemIs.dark = event.matches))

export const isDark = computed(() => (preferences.theme === 'auto' ? systemIs.dark : preferences.theme === 'dark'))

/** Puts the preferences on <html>, where the styles look for them. */
export function applyPreferences(): void {
  watchEffect(() => {
    const { dataset } = document.documentElement
    document.documentElement.lang = preferences.locale
    dataset.theme = isDark.value ? 'dark' : 'light'
    dataset.elder = preferences.elder ? 'on' : 'off'
    setLanguage(preferences.locale)
    localStorage.setItem(KEY, JSON.stringify(preferences))
  })
}
