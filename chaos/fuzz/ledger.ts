import type { Database } from "@/lib/platform/database";

type Known = { source: string; id: string; line: string; promised: number; refused: number };

/** What became of events by what was answered, to be held against the log. */
export class Ledger {
  private readonly events = new Map<string, Known>();
  /** Events that were accepted. */
  accepted = 0;

  accept(line: string): string[] {
    const known = this.of(line);
    this.accepted += 1;
    if (known === null) return [`was accepted and has neither source nor id: ${line.slice(0, 300)}`];
    known.promised += 1;
    return known.promised > 1 ? [`was accepted twice: ${line.slice(0, 300)}`] : [];
  }

  /** `isThere`: what was refused is another event under an id that is in the log. */
  refuse(line: string, isThere: boolean): void {
    const known = this.of(line);
    if (known !== null && !isThere) known.refused += 1;
  }

  /** What the log holds otherwise than was promised, once all is applied. */
  async differences(database: Database): Promise<string[]> {
    const all = [...this.events.values()];
    const counted = await database.owner.query<{ found: number }>(
      `SELECT (SELECT count(*)::int FROM log.event WHERE source = asked.source AND event_id = asked.id) AS found
       FROM unnest($1::text[], $2::text[]) WITH ORDINALITY AS asked(source, id, place) ORDER BY place`,
      [all.map(({ source }) => source), all.map(({ id }) => id)],
    );
    return all.flatMap(({ promised, refused, line }, index) => {
      const found = counted.rows[index]?.found ?? 0;
      if (promised > 0 && found !== 1) return [`was accepted and is in the log ${found} times: ${line.slice(0, 300)}`];
      if (promised === 0 && refused > 0 && found !== 0) return [`was rejected and is in the log: ${line.slice(0, 300)}`];
      return [];
    });
  }

  private of(line: string): Known | null {
    const { source, id } = identityOf(line);
    // What no text of the database can hold is in no log.
    if (typeof source !== "string" || typeof id !== "string" || [source, id].some((one) => one.includes("\0") || !one.isWellFormed()))
      return null;
    const key = JSON.stringify([source, id]);
    const known = this.events.get(key) ?? { source, id, line, promised: 0, refused: 0 };
    this.events.set(key, known);
    return known;
  }
}

function identityOf(line: string): { source: unknown; id: unknown } {
  try {
    const read: unknown = JSON.parse(line);
    if (typeof read !== "object" || read === null) return { source: null, id: null };
    return { source: Reflect.get(read, "source"), id: Reflect.get(read, "id") };
  } catch {
    return { source: null, id: null }; // no JSON, no identity
  }
}
