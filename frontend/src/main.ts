import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createApp, watch } from 'vue'
import { freshOnThisPage } from './api/freshness'
import { ProblemError } from './api/problem'
import App from './app/App.vue'
import { i18n } from './app/i18n'
import { applyPreferences, preferences } from './app/preferences'
import { makeRouter } from './app/router'
import { resumeSession } from './app/session'
import './app/styles/index.css'

applyPreferences()

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: freshOnThisPage,
      // Ask again only where asking again can help.
      retry: (count, error) => count < 2 && error instanceof ProblemError && error.unanswered,
    },
  },
})

// What the server said it says again in the other language, code lists included.
watch(
  () => preferences.locale,
  () => void cache.invalidateQueries(),
)

createApp(App)
  .use(i18n)
  .use(VueQueryPlugin, { queryClient: cache })
  .use(makeRouter(cache, resumeSession()))
  .mount('#app')
