import { Bell } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'
import { ANY_ACCOUNT } from '@/app/permissions'

export default defineFeature({
  routes: [
    { path: '/notifications', name: 'notifications', requires: 'account:self', title: 'notifications.title', component: () => import('./pages/InboxPage.vue') },
    { path: '/notifications/choices', name: 'message-choices', requires: 'account:self', title: 'notifications.choices.title', component: () => import('./pages/ChoicesPage.vue') },
    { path: '/wechat', name: 'wechat', requires: 'account:self', title: 'notifications.wechat.page', component: () => import('./pages/WechatPage.vue') },
  ],
  menu: [{ route: 'notifications', label: 'notifications.menu', order: 92, icon: Bell }],
  tools: [{ requires: ANY_ACCOUNT, order: 10, component: () => import('./components/InboxLink.vue') }],
})
