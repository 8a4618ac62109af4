import { Open } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/waivers', name: 'waivers', requires: 'waiver:request', title: 'waivers.title', component: () => import('./pages/WaiverList.vue') },
    { path: '/waivers/desk', name: 'waivers-desk', requires: 'waiver:decide', title: 'waivers.desk', component: () => import('./pages/WaiverList.vue') },
    { path: '/waivers/new', name: 'waiver-new', requires: 'waiver:request', title: 'waivers.new.title', component: () => import('./pages/WaiverNew.vue') },
    { path: '/waivers/statistics', name: 'waiver-statistics', requires: 'waiver:decide', title: 'waivers.statistics.title', component: () => import('./pages/WaiverStatistics.vue') },
    { path: '/waivers/:id', name: 'waiver', requires: 'account:self', title: 'waivers.one', component: () => import('./pages/WaiverPage.vue') },
  ],
  menu: [{ route: 'waivers-desk', label: 'waivers.menu', order: 56, icon: Open }],
})
