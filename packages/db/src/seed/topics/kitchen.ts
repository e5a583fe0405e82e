import type { Topic } from './topic.ts'

export const kitchen: Topic = {
  subjects: ['sourdough bread', 'lentil soup', 'a potato gratin', 'fresh pasta', 'kimchi', 'an apple cake', 'risotto'],
  titles: ['{} for beginners', 'My {} does not turn out', 'Dinner: {}', '{} without an oven', 'Better {}'],
  questions: [
    'How do I make {}?',
    'Mine comes out dense. What am I doing wrong?',
    'Can I make {} a day ahead?',
    'What can I use instead of butter?',
    'How much of everything for six people?',
    'Which wine goes with it? 🍷',
    'Is it safe to freeze the rest?',
  ],
  openings: [
    '{} needs more patience than skill.',
    'Good news: this can be saved. 😊',
    'For six people, multiply by one and a half and keep the salt a little lower.',
    'The usual reason is the temperature.',
  ],
  sentences: [
    'Weigh the flour; a cup can hold anything from 110 to 160 grams.',
    'Salt draws out water, so add it early to vegetables and late to eggs.',
    'Let the dough rest, and the gluten does the kneading for you.',
    'A heavy pot holds the heat when cold food goes in.',
    'Keep back a cup of the cooking water: its starch binds the sauce.',
    'Taste before you serve; a few drops of lemon often replace more salt.',
    'The oven needs to be hot before the tin goes in, not while it does.',
    'Cool it quickly and it keeps for three days in the fridge.',
    'Old bread makes good crumbs, so nothing is lost.',
  ],
  points: [
    '500 g flour, 350 g water, 10 g salt',
    'Fold four times, half an hour apart',
    'Rest overnight in the fridge',
    'Bake at 240 °C for 20 minutes with the lid on',
    'Then at 210 °C for 25 minutes without it',
    'Cool on a rack for at least an hour',
    'A pinch of nutmeg',
  ],
  headings: ['What you need', 'How it goes', 'If it fails', 'Variations'],
  blocks: [
    '| Step | Time | Temperature |\n| --- | ---: | ---: |\n| Mix | 10 min | 24 °C |\n| First rise | 4 h | 24 °C |\n| Second rise | 12 h | 5 °C |\n| Bake | 45 min | 240 → 210 °C |',
    '> **Tip:** put a tray of water on the bottom of the oven for the first ten minutes.',
    '- [x] starter fed\n- [x] flour bought\n- [ ] tin greased\n- [ ] guests asked about nuts 🥜',
  ],
  closings: ['Enjoy your meal! 🍞', 'Tell me how it turned out.', 'Shall I write you a shopping list?'],
  tasks: ['Buy flour and salt', 'Feed the starter', 'Make {}', 'Clean the oven'],
}
