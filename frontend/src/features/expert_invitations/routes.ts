import { Message } from '@element-plus/icons-vue'
import { defineFeature } from '@/app/feature'

// Zones and counties recommend no experts, so they have nobody to invite.
const RECOMMEND = ['provincial_unit', 'city_bureau', 'new_area_bureau', 'university', 'research_institute']

export default defineFeature({
  routes: [
    { path: '/expert-invited', name: 'expert-invited', public: true, title: 'expert_invitations.invited.title', component: () => import('./pages/InvitedPage.vue') },
    { path: '/expert-invitations', name: 'expert_invitations', requires: 'expert:invite', title: 'expert_invitations.title', component: () => import('./pages/InvitationList.vue') },
    { path: '/expert-invitations/new', name: 'expert-invitation-new', requires: 'expert:invite', title: 'expert_invitations.new.title', component: () => import('./pages/InvitationNew.vue') },
  ],
  menu: [{ route: 'expert_invitations', label: 'expert_invitations.menu', order: 64, icon: Message, when: (me) => RECOMMEND.includes(me.membership?.organisation?.type ?? '') }],
})
