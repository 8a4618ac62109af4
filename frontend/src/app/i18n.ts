import { watch } from 'vue'
import { createI18n, type LocaleMessageValue, type VueMessageType } from 'vue-i18n'
import uiTexts from '@/ui/messages.json'
import appTexts from './messages.json'
import { preferences, type Locale } from './preferences'

type Tree = Record<string, LocaleMessageValue<VueMessageType>>

/** A `messages.json`: both languages of one feature, keys without the feature's name. */
interface Texts {
  zh: Tree
  en: Tree
}

const files = import.meta.glob<Texts>('../features/*/messages.json', { import: 'default' })
const loaded = new Set<string>()
const LIGHT = 'identity'

const messages: Record<Locale, Tree> = {
  'zh-CN': { ui: uiTexts.zh, app: appTexts.zh },
  en: { ui: uiTexts.en, app: appTexts.en },
}

export const i18n = createI18n<false>({
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- needed until version 12 makes it the only way
  legacy: false,
  locale: preferences.locale,
  fallbackLocale: 'zh-CN',
  missingWarn: false,
  fallbackWarn: false,
  messages,
})

const { global } = i18n

watch(
  () => preferences.locale,
  (locale) => (global.locale.value = locale),
)

async function load(path: string): Promise<void> {
  const feature = path.split('/')[2] ?? ''
  if (loaded.has(feature)) return
  const texts = await files[path]?.()
  if (!texts) return
  global.mergeLocaleMessage('zh-CN', { [feature]: texts.zh })
  global.mergeLocaleMessage('en', { [feature]: texts.en })
  loaded.add(feature)
}

/** Of the parts of `ui` that the sign-in page has no use for: it has to be light. */
async function loadWork(): Promise<void> {
  if (loaded.has('ui')) return
  const { default: texts } = await import('@/ui/work-messages.json')
  global.mergeLocaleMessage('zh-CN', { ui: texts.zh })
  global.mergeLocaleMessage('en', { ui: texts.en })
  loaded.add('ui')
}

/** The texts of one feature, under its name: `features/x` → `x.…`. */
export async function loadTexts(feature: string): Promise<void> {
  await Promise.all([load(`../features/${feature}/messages.json`), feature === LIGHT ? undefined : loadWork()])
}

/** The texts of all features; the menu of somebody signed in names them all. */
export async function loadAllTexts(): Promise<void> {
  await Promise.all([loadWork(), ...Object.keys(files).map(load)])
}
