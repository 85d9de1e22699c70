import type { Database } from "@/lib/platform/database";

/** A part of this process that can be down for a while: its name, and whether it runs. */
export type Part = { name: string; running(): boolean };

/** What this process cannot do without and does not have now: `database`, or one of its parts. */
export class Readiness {
  private readonly parts: Part[] = [];

  constructor(private readonly database: Database) {}

  add(part: Part): void {
    this.parts.push(part);
  }

  async missing(): Promise<string[]> {
    const answers = await this.database.reader.query("SELECT position FROM warehouse.feed_head").then(
      () => true,
      () => false, // which is the answer
    );
    return [...(answers ? [] : ["database"]), ...this.parts.filter((part) => !part.running()).map((part) => part.name)];
  }

  /** As `GET /api/ready` answers it. */
  async answer(): Promise<Response> {
    const missing = await this.missing();
    const headers = { "cache-control": "no-store" };
    return missing.length === 0
      ? Response.json({ status: "ready" }, { headers })
      : Response.json({ status: "not-ready", missing }, { status: 503, headers });
  }
}
