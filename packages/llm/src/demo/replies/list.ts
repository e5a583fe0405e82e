/** A plain list, a nested one, a numbered one and one of tasks. */
export const listReply = () => `Some lists, first a plain one:

- bread
- cheese, of two kinds:
  - a hard one
  - a soft one
- apples

Then one with an order:

1. Fill the kettle.
2. Wait until it sings.
3. Pour, and wait again.

And what is left to do:

- [x] Start the server
- [x] Send a message
- [ ] Connect a real model
- [ ] Invite someone
`
