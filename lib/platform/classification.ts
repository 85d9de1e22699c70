/**
 * What may be said of whom: the class of each field that can tell of a person or open a door, by the name that it has
 * wherever it occurs (contracts, database, headers). The one list that screens, exports and logs are masked by.
 *
 * `identifier`: says who it is, as name and institution's id do; shown by `people:name` · `contact`: how to reach them,
 * and when they were born; shown by `people:contact` · `free-text`: nobody knows what it says; sealed, and shown to who
 * may see the student · `body`: an event or request as it came · `secret`: lets in; shown to nobody.
 */
export const fieldClasses = {
  person: "identifier",
  student: "identifier",
  instructors: "identifier",
  advisor: "identifier",
  name: "identifier",
  username: "identifier",
  email: "contact",
  birthDate: "contact",
  reason: "free-text",
  note: "free-text",
  attributes: "free-text",
  body: "body",
  data: "body",
  event: "body",
  events: "body",
  item: "body",
  items: "body",
  password: "secret",
  current: "secret",
  token: "secret",
  secret: "secret",
  cookie: "secret",
  cookies: "secret",
  authorization: "secret",
  "set-cookie": "secret",
} as const satisfies Readonly<Record<string, string>>;

export type FieldClass = (typeof fieldClasses)[keyof typeof fieldClasses];

const classes = new Map<string, FieldClass>(Object.entries(fieldClasses).map(([name, of]) => [name.toLowerCase(), of]));

/** The class of a field, however its name is spelled; null for what tells of nobody. */
export const classOf = (field: string): FieldClass | null => classes.get(field.toLowerCase().replaceAll("_", "")) ?? null;
