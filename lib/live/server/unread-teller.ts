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
  private readonly wanted = new Set<string>();
  private asking = false;

  constructor(
    private readonly port: UnreadPort,
    private readonly onError: (error: unknown) => void,
  ) {
    port.onChange((user) => this.ask(user === null ? this.users() : [user]));
  }

  add(reader: Reader): void {
    this.readers.add(reader);
    if (reader.notifiedUser !== null) this.ask([reader.notifiedUser]);
  }

  remove(reader: Reader): void {
    this.readers.delete(reader);
  }

  private users(): string[] {
    return [...this.readers].flatMap(({ notifiedUser }) => notifiedUser ?? []);
  }

  private ask(users: readonly string[]): void {
    const here = new Set(this.users());
    for (const user of users) if (here.has(user)) this.wanted.add(user);
    if (!this.asking && this.wanted.size > 0) void this.tell();
  }

  /** All that is wanted by then in one question, however fast it changes. */
  private async tell(): Promise<void> {
    this.asking = true;
    while (this.wanted.size > 0) {
      const users = [...this.wanted];
      this.wanted.clear();
      try {
        const counts = await this.port.count(users);
        for (const reader of this.readers) {
          const count = reader.notifiedUser === null ? undefined : counts.get(reader.notifiedUser);
          if (count !== undefined) reader.tellUnread(count);
        }
      } catch (error) {
        this.onError(error); // the next change, or the listener's return, asks again
      }
    }
    this.asking = false;
  }
}
