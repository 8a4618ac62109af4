import { Connection } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/suggestions', name: 'suggestions', requires: 'suggestion:use', title: 'suggestions.title', component: () => import('./pages/SuggestionList.vue') },
    { path: '/suggestions/:id', name: 'suggestion', requires: 'suggestion:use', title: 'suggestions.one', component: () => import('./pages/SuggestionPage.vue') },
  ],
  menu: [{ route: 'suggestions', label: 'suggestions.menu', order: 58, icon: Connection }],
})
