import { ChatLineSquare } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

// A service's rating is reached from the service, from tasks and from messages; one's own standing
// from the list of services and from one's registration.
export default defineFeature({
  routes: [
    { path: '/engagements/:id/rate', name: 'rate', requires: 'rating:read', title: 'evaluations.title', component: () => import('./pages/RatePage.vue') },
    { path: '/my-ratings', name: 'my-ratings', requires: 'rating:give', title: 'evaluations.standing.title', component: () => import('./pages/MyRatings.vue') },
    { path: '/rating-follow-ups', name: 'follow-ups', requires: 'rating:follow_up', title: 'evaluations.follow_ups.title', component: () => import('./pages/FollowUpList.vue') },
  ],
  menu: [{ route: 'follow-ups', label: 'evaluations.follow_ups.menu', order: 57, icon: ChatLineSquare }],
})
