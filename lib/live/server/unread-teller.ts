/** What users have been told and not read. `null`: of anybody, for something may have been missed. */
export type UnreadPort = {
  count(users: readonly string[]): Promise<ReadonlyMap<string, number>>;
  onChange(listener: (user: string | null) => void): () => void;
};

type Reader = {
  /** Whose notifications they are; null in a view, where nobody's are shown. */
  readonly notifiedUser: string | null;
  tellUnread(count: number): void;
};

/** Tells each open page how much its own user has not read: once it is there, and whenever that changes. */
export class UnreadTeller {
  private readonly readers = new Set<Reader>();
  /** Of whom something changed: all their pages are told. */
  private readonly changed = new Set<string>();
  /** Pages that were not told yet; the others of their users need not hear of it. */
  private readonly newcomers = new Set<Reader>();
  private asking = false;

  constructor(
    private readonly port: UnreadPort,
    private readonly onError: (error: unknown) => void,
  ) {
    port.onChange((user) => {
      const here = new Set([...this.readers].flatMap(({ notifiedUser }) => notifiedUser ?? []));
      for (const one of user === null ? here : [user]) if (here.has(one)) this.changed.add(one);
      void this.tell();
    });
  }

  add(reader: Reader): void {
    this.readers.add(reader);
    this.newcomers.add(reader);
    void this.tell();
  }

  remove(reader: Reader): void {
    this.readers.delete(reader);
    this.newcomers.delete(reader);
  }

  /** All that is wanted by then in one question, however fast it changes. */
  private async tell(): Promise<void> {
    if (this.asking) return;
    this.asking = true;
    while (this.changed.size + this.newcomers.size > 0) {
      const changed = new Set(this.changed);
      const newcomers = [...this.newcomers];
      this.changed.clear();
      this.newcomers.clear();
      try {
        const users = new Set([...changed, ...newcomers.flatMap(({ notifiedUser }) => notifiedUser ?? [])]);
        const counts = await this.port.count([...users]);
        const readers = changed.size === 0 ? newcomers : this.readers;
        const told = new Set(newcomers);
        for (const reader of readers) {
          const { notifiedUser } = reader;
          if (notifiedUser === null || !(changed.has(notifiedUser) || told.has(reader))) continue;
          const count = counts.get(notifiedUser);
          if (count !== undefined) reader.tellUnread(count);
        }
      } catch (error) {
        this.onError(error); // the next change, or the listener's return, asks again
      }
    }
    this.asking = false;
  }
}
