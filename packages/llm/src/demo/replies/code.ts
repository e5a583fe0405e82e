/** Code in three languages, one of them inline in the text. */
export const codeReply = () => `Here is a function that groups the items of a list, in TypeScript:

\`\`\`ts
/** The items by the key that \`keyOf\` gives them, in their order. */
export function groupBy<Item, Key>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group) group.push(item)
    else groups.set(key, [item])
  }
  return groups
}
\`\`\`

Call it with a list and a function, for example \`groupBy(words, (word) => word.length)\`. In SQL the database does it:

\`\`\`sql
SELECT length(word) AS letters, array_agg(word ORDER BY word) AS words
FROM dictionary
WHERE word LIKE 'a%'
GROUP BY letters
ORDER BY letters;
\`\`\`

And in a shell, a quick look at how many words have each length:

\`\`\`sh
awk '{ print length($0) }' /usr/share/dict/words | sort -n | uniq -c
\`\`\`
`
