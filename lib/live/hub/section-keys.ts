import { LRUCache } from "lru-cache";
import type { Database } from "@/lib/platform/database";

/** More than there are views. */
const mostSections = 4_000;
type Known = { key: number | null };

/** By which keys the feed tells of the sections that views are of. A section keeps its key; one that is not there yet has none. */
export class SectionKeys {
  private readonly sections = new LRUCache<string, Known>({ max: mostSections });

  constructor(
    private readonly database: Database,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Says the key of a section as soon as it is known; null until then, and of no section. */
  of(section: string | undefined): () => number | null {
    if (section === undefined) return () => null;
    const known = this.sections.get(section) ?? { key: null };
    this.sections.set(section, known);
    if (known.key === null) void this.find(section, known).catch(this.onError);
    return () => known.key;
  }

  get known(): number[] {
    return [...this.sections.values()].flatMap(({ key }) => key ?? []);
  }

  private async find(section: string, known: Known): Promise<void> {
    const found = await this.database.owner.query<{ key: number }>("SELECT section_key AS key FROM warehouse.dim_section WHERE id = $1", [
      section,
    ]);
    known.key = found.rows[0]?.key ?? null;
  }
}
