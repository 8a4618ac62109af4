import { QueryClient, VueQueryPlugin } from '@tanstack/vue-query'
import { createApp } from 'vue'
import { ProblemError } from './api/problem'
import App from './app/App.vue'
import { i18n } from './app/i18n'
import { applyPreferences } from './app/preferences'
import { makeRouter } from './app/router'
import { resumeSession } from './app/session'
import './app/styles/index.css'

applyPreferences()

const cache = new QueryClient({
  defaultOptions: {
    queries: {
      // Others work on the same records: what is opened anew is asked anew.
      staleTime: 1_000,
      // Ask again only where asking again can help.
      retry: (count, error) => count < 2 && error instanceof ProblemError && error.unanswered,
    },
  },
})

createApp(App)
  .use(i18n)
  .use(VueQueryPlugin, { queryClient: cache })
  .use(makeRouter(cache, resumeSession()))
  .mount('#app')
