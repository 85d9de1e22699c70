/** What a process works at, by the number of its lease: who lost that writes nothing more. */
export type Held = { id: string; lease: number };
