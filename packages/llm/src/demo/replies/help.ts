/** What one can ask for, as a Markdown list. */
export const requests = `- **help**: this list
- **what do you see**: the messages that I was sent
- **long**, **essay** or **story**: several screens of text with headings
- **code**, **table**, **list**, or **everything** at once
- **count to 100**: one number a line
- **think**: reasoning before the answer
- **slow**: two words a second
- **fail**, **fail at once**, **stall**: trouble, as with a real provider; add **after 30 words** to choose when`

export const helpReply =
  () => `I am the **offline demo model**: no key, no network, and always the same answer to the same question. Ask me for any of these, also in a sentence:

${requests}

To talk to a real model, set \`OPENAI_API_KEY\`, \`OPENAI_BASE_URL\` (Ollama, vLLM, LM Studio, llama.cpp) or \`ANTHROPIC_API_KEY\`, start the server again, and choose a model.
`
