import type { ChatContext } from './chat-context.ts'

/**
 * The model that answers: the one asked for, else the conversation's own, else the default. Refuses one that is not
 * configured before anything is stored.
 */
export async function chooseModel(
  { repo, models }: ChatContext,
  { conversationId, model }: { conversationId: string; model?: string | undefined },
): Promise<string> {
  const chosen = model ?? (await repo.conversations.model(conversationId)) ?? (await models.list()).defaultModel
  const { info } = await models.get(chosen)
  return info.id
}
