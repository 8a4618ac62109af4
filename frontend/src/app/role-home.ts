import { defineAsyncComponent, type Component } from 'vue'
import type { HomePanel, HomeStart } from './feature'
import { frameLines, frameTools, homePanels, homeStarts } from './features'
import { permits, type Me } from './permissions'

const drawn = new Map<HomePanel, Component>()

function drawing(panel: HomePanel): Component {
  const known = drawn.get(panel) ?? defineAsyncComponent(panel.component)
  drawn.set(panel, known)
  return known
}

/** The blocks of the home page for this person: a role is what it may do, not a name. */
export function openPanels(me: Me | undefined): Component[] {
  return homePanels.filter(({ requires }) => permits(me, requires)).map(drawing)
}

/** The controls of the frame's top bar for this person. */
export function openTools(me: Me | undefined): Component[] {
  return frameTools.filter(({ requires }) => permits(me, requires)).map(drawing)
}

/** The lines above every page of this person. */
export function openLines(me: Me | undefined): Component[] {
  return frameLines.filter(({ requires }) => permits(me, requires)).map(drawing)
}

/** What somebody with nothing waiting can begin. */
export function openStarts(me: Me | undefined): HomeStart[] {
  return homeStarts.filter(({ requires, when }) => me && permits(me, requires) && (!when || when(me)))
}
