import { ChatLineSquare } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

// A service's rating is reached from the service, from tasks and from messages.
export default defineFeature({
  routes: [
    { path: '/engagements/:id/rate', name: 'rate', requires: 'rating:read', title: 'evaluations.title', component: () => import('./pages/RatePage.vue') },
    { path: '/rating-follow-ups', name: 'follow-ups', requires: 'rating:follow_up', title: 'evaluations.follow_ups.title', component: () => import('./pages/FollowUpList.vue') },
  ],
  menu: [{ route: 'follow-ups', label: 'evaluations.follow_ups.menu', order: 57, icon: ChatLineSquare }],
})
