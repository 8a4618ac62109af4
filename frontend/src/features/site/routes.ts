import { ChatLineSquare } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/welcome', name: 'welcome', public: true, title: 'site.welcome.title', component: () => import('./pages/WelcomePage.vue') },
    { path: '/help', name: 'help', public: true, layout: 'frame', title: 'site.help.title', component: () => import('./pages/HelpPage.vue') },
    { path: '/site-texts', name: 'site-texts', requires: 'site:manage', title: 'site.texts.title', component: () => import('./pages/TextList.vue') },
    { path: '/site-texts/:name', name: 'site-text', requires: 'site:manage', title: 'site.edit.title', component: () => import('./pages/TextEdit.vue') },
  ],
  menu: [{ route: 'site-texts', label: 'site.texts.menu', order: 88, icon: ChatLineSquare }],
})
