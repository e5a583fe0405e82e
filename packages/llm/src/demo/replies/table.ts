/** A table with aligned columns, inline code and an empty cell. */
export const tableReply = () => `Here is a table of the planets.

| Planet | Moons | Day (hours) | Year | Note |
| :--- | ---: | ---: | ---: | :--- |
| Mercury | 0 | 4,223 | 88 days | the fastest |
| Venus | 0 | 2,802 | 225 days | turns *backwards* |
| Earth | 1 | 24 | 365 days | \`home\` |
| Mars | 2 | 25 | 687 days | |
| Jupiter | 95 | 10 | 12 years | the **largest** |
| Saturn | 274 | 11 | 29 years | the rings |
| Uranus | 28 | 17 | 84 years | lies on its side |
| Neptune | 16 | 16 | 165 years | the windiest |

The days are those from noon to noon.
`
