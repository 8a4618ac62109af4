import { HomeFilled } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'
import { ANY_ACCOUNT } from '@/app/permissions'

export default defineFeature({
  routes: [{ path: '/', name: 'home', requires: ANY_ACCOUNT, title: 'home.title', component: () => import('./pages/HomePage.vue') }],
  menu: [{ route: 'home', label: 'home.menu', order: 10, icon: HomeFilled }],
})
