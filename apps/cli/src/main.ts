#!/usr/bin/env node
import { errorOf } from '@parley/client'
import { defineCommand, runCommand, renderUsage } from 'citty'

import { chat } from './commands/chat.ts'

const parley = defineCommand({
  meta: { name: 'parley', description: 'Chat with your Parley server from a terminal.' },
  subCommands: { chat },
})
