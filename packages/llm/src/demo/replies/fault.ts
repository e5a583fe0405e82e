/** The text around a fault: the first words come before it, the rest when the answer is continued. */
export const faultReply =
  () => `Here come some words, and then I do what you asked for: the answer breaks off. What you have read so far is stored and stays.

If you can read this paragraph, the answer was **continued** after it broke off. It went on from the exact place where it had stopped; nothing was lost and nothing came twice.
`
