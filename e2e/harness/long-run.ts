/**
 * Tests that `npm run test:full` alone runs in the browser, by their titles, so that `npm test` stays short: the same in the
 * other languages and themes, and what tests of the routes say of each role already (app/access-matrix.pg.test.ts).
 */
const titles = [
  "axe finds nothing on the pages of the drill path \\((en, light|en, dark|ko, light)\\)",
  "axe finds nothing in palette, help, period and menu \\(en, light\\)",
  "axe finds nothing on the (data page|pages of people and roles|page of keys, and it fits) \\(en-GB",
  "no page asks for what the policy refuses \\((en, light|en, dark|ko, light)\\)",
  "SCOPE-1: for (a .*|others) there is no (such page|page of keys)",
  "SCOPE-1: to a .* there are no people and no roles",
  "SCOPE-1: a .* gets in neither by the page nor by the API",
  "a key is changed, and a name that another key has",
  "two administrators who change the same do not overwrite",
  "the last administrator stays, and a role that is held too",
  "a version that begins later is withdrawn",
  "a term of one's own and a scale of one's own",
  "it is verified by a button, narrowed by filters",
  "everybody has an account page, in both languages",
  "nothing of an answer tells whether there is an account",
  "a chart is saved as a picture that needs nothing of the page \\(dark\\)",
  "shortcuts lead to rooms, the term and weeks",
  "the first steps are shown once, and again from the help",
  "all that match are previewed before they are replayed",
  "contracts are found by a field's name",
  "while a role asks for a second factor that is not set",
  "SCOPE-1: a .* sees the product as nobody else",
  "what somebody keeps for themselves stays as it was",
  "a wall of an? (faculty|advisor) has no chrome",
  "a heat map, a breakdown and a distribution are saved",
];

export const longRunOnly = new RegExp(titles.join("|"));
