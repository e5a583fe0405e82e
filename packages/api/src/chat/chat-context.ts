import type { Repository } from '@parley/db'

import type { Services, Session } from '../context.ts'

/** What a chat call works with. */
export interface ChatContext extends Services {
  session: Session
  repo: Repository
}
