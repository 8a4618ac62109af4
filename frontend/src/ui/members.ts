/** Somebody who acts for an organisation or enterprise. */
export interface Member {
  id: string
  role: string
  role_name: string
  is_manager: boolean
  display_name: string
  phone: string | null
  email: string | null
}

export interface Invitation {
  id: string
  role_name: string
  is_manager: boolean
  display_name: string
  phone: string | null
  email: string | null
  expires_at: string
  expired: boolean
}

/** An invitation on its way; `link` when it has to be handed over by hand. */
export interface Sent {
  invitation: Invitation
  mailed: boolean
  link: string | null
}

export interface NewMember {
  display_name: string
  phone: string | null
  email: string | null
  role: string
  is_manager: boolean
}
