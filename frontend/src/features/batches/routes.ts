import { Files, Stamp } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

export default defineFeature({
  routes: [
    { path: '/batches', name: 'batches', requires: 'batch:read', title: 'batches.list.title', component: () => import('./pages/BatchList.vue') },
    { path: '/batches/:id', name: 'batch', requires: 'batch:read', title: 'batches.one', component: () => import('./pages/BatchPage.vue') },
    { path: '/receipts', name: 'receipts', requires: 'batch:acknowledge', title: 'batches.receipts.title', component: () => import('./pages/ReceiptRegister.vue') },
    // What the codes on paper lead to.
    { path: '/verify', name: 'verify', public: true, title: 'batches.verify.title', component: () => import('./pages/VerifyPage.vue') },
    { path: '/verify/:code', name: 'verify-code', public: true, title: 'batches.verify.title', component: () => import('./pages/VerifyPage.vue') },
  ],
  menu: [
    { route: 'batches', label: 'batches.menu', order: 26, icon: Files },
    { route: 'receipts', label: 'batches.receipts.menu', order: 27, icon: Stamp },
  ],
})
