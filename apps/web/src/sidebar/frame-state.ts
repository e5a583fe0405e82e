import { readStored, writeStored } from '../storage.ts'
import { createStore } from '../store.ts'

/** Whether the list stands beside the thread, on a screen that has the room. */
export const isSidebarOpen = createStore(readStored('sidebar') !== 'closed')

/** Whether the list lies over the thread, on a phone. */
export const isSheetOpen = createStore(false)

export function showSidebar(): void {
  writeStored('sidebar', null)
  isSidebarOpen.set(true)
}

export function hideSidebar(): void {
  writeStored('sidebar', 'closed')
  isSidebarOpen.set(false)
}

export const openSheet = (): void => isSheetOpen.set(true)
export const closeSheet = (): void => isSheetOpen.set(false)
