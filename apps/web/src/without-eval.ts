import { config } from 'zod'

// zod compiles its checks with eval where it may; trying is already a violation of our content security policy.
config({ jitless: true })
