import { Files } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/batches', name: 'batches', requires: 'batch:read', title: 'batches.list.title', component: () => import('./pages/BatchList.vue') },
    { path: '/batches/:id', name: 'batch', requires: 'batch:read', title: 'batches.one', component: () => import('./pages/BatchPage.vue') },
  ],
  menu: [{ route: 'batches', label: 'batches.menu', order: 26, icon: Files }],
})
