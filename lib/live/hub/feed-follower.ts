import { z } from "zod";
import { watermarkOf, watermarkSql } from "@/lib/kpis/read-context";
import type { Database } from "@/lib/platform/database";
import { listen } from "@/lib/platform/listener";
import { wallClock } from "@/lib/platform/tracing/wall-clock";

/** What happened on the feed since the step before; also told when nothing did. */
export type FeedStep = {
  watermark: Watermark;
  /** Kinds of facts that changed, `dimension` among them; null: anything may have. */
  families: ReadonlySet<string> | null;
  /** Where those of them changed that hang on sections. */
  places: ChangedPlaces;
  /** Keys of watched sections whose students' facts changed; null: anyone's may have. */
  sections: ReadonlySet<number> | null;
  /** Watched students whose facts changed; null: anyone's may have. */
  students: ReadonlySet<string> | null;
  /** Keys of those students' sections of which a meeting changed; null: of any. */
  meetings: ReadonlySet<number> | null;
  /** The position before, and when the feed began to be read, for traces. */
  from: bigint;
  began: number;
};

/** `anywhere`: kinds that changed beside sections. `inSections`: kind and key of each section that was `asked` about. */
export type ChangedPlaces = { asked: ReadonlySet<number>; anywhere: ReadonlySet<string>; inSections: ReadonlySet<string> };
export const inSection = (family: string, section: number): string => `${family} ${section}`;

const watermarkSchema = z
  .object({
    position: z.string(),
    processedThrough: z.string().nullable(),
    sources: z.array(z.object({ source: z.string(), eventTime: z.string(), lagSeconds: z.number() })),
    settled: z.boolean(),
  })
  .transform(watermarkOf);
type Watermark = z.infer<typeof watermarkSchema>;
const headSchema = z.object({ watermark: watermarkSchema, policies: z.string() });
const changesSchema = z.object({
  families: z.array(z.string()),
  anywhere: z.array(z.string()),
  in_sections: z.array(z.string()),
  sections: z.array(z.number().int()),
  students: z.array(z.string()),
  meetings: z.array(z.number().int()),
});

/** Position, watermark and the policies in force, in one snapshot. */
const headSql = `SELECT jsonb_build_object(${watermarkSql}) AS watermark,
  (SELECT count(*) || '/' || coalesce(max(version), 0) || '/' || count(withdrawn_at) FROM app.policy) AS policies`;

/** A meeting that is planned or an assessment that is defined moves a KPI by its facts alone. */
const changesSql = `
  WITH changed AS (
    SELECT CASE WHEN family = 'dimension' AND detail <@ '{meeting.changed,assessment.defined}' THEN 'schedule' ELSE family END AS family,
      section_key FROM warehouse.feed WHERE position > $1 AND position <= $2
    UNION SELECT family, section_key FROM warehouse.feed_touch WHERE position > $1 AND position <= $2)
  SELECT ARRAY(SELECT DISTINCT family FROM changed) AS families,
    ARRAY(SELECT DISTINCT family FROM changed WHERE section_key = 0) AS anywhere,
    ARRAY(SELECT family || ' ' || section_key FROM changed WHERE section_key = ANY($6::int[])) AS in_sections,
    ARRAY(SELECT DISTINCT section_key FROM warehouse.feed_touch
      WHERE position > $1 AND position <= $2 AND section_key = ANY($3::int[])) AS sections,
    ARRAY(SELECT DISTINCT student::text FROM warehouse.feed_touch CROSS JOIN unnest(students) student
      WHERE position > $1 AND position <= $2 AND students && $4::uuid[] AND student = ANY($4::uuid[])) AS students,
    ARRAY(SELECT DISTINCT section_key FROM warehouse.feed_touch
      WHERE position > $1 AND position <= $2 AND family = 'meeting' AND section_key = ANY($5::int[])) AS meetings`;

const nowhere: ChangedPlaces = { asked: new Set(), anywhere: new Set(), inSections: new Set() };
const pollEvery = 1_000;
/** Further behind than this many batches it is cheaper to compute anew than to read what changed. */
const mostBatches = 64;

export type FollowerOptions = {
  database: Database;
  /** Keys of the sections that somebody watches. */
  sections: () => number[];
  /** The students whom somebody watches. */
  students: () => string[];
  /** Keys of the sections that those students are in. */
  sectionsOfStudents: () => number[];
  /** Keys of the sections that a view is of. */
  sectionsOfViews: () => number[];
  onStep: (step: FeedStep) => void;
  /** Called once when the feed cannot be read; the next step ends it. */
  onLost: (error: unknown) => void;
  /** Called by that next step, before what it found. */
  onFound: () => void;
  onError: (error: unknown) => void;
};

/** Follows the feed from now on: told by NOTIFY, and asked for each second in case a notice was lost. */
export class FeedFollower {
  private position = 0n;
  private policies = "";
  private lost = false;
  private running: Promise<void> | null = null;
  private again = false;
  private timer: NodeJS.Timeout | null = null;
  private listener: { stop(): Promise<void> } | null = null;
  private stopped = false;

  constructor(private readonly options: FollowerOptions) {}

  async start(): Promise<void> {
    const head = await this.head();
    this.position = BigInt(head.watermark.position);
    this.policies = head.policies;
    this.timer = setInterval(() => this.follow(), pollEvery);
    const follow = () => this.follow();
    this.listener = await listen(this.options.database.url, ["feed_committed", "policy_changed"], {
      onNotice: follow,
      onUp: follow,
      onError: this.options.onError,
    });
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer !== null) clearInterval(this.timer);
    await this.listener?.stop();
    await this.running;
  }

  /** Reads the feed now, or once more after the read that is under way. */
  follow(): void {
    if (this.stopped) return;
    if (this.running !== null) {
      this.again = true;
      return;
    }
    this.running = this.step()
      .catch((error: unknown) => {
        this.options.onError(error);
        if (!this.lost) this.options.onLost(error);
        this.lost = true;
      })
      .finally(() => {
        this.running = null;
        if (!this.again) return;
        this.again = false;
        this.follow();
      });
  }

  private async step(): Promise<void> {
    const began = wallClock();
    const head = await this.head();
    const position = BigInt(head.watermark.position);
    const changes = await this.changes(position, head.policies);
    const from = this.position;
    this.position = position;
    this.policies = head.policies;
    if (this.lost && !this.stopped) this.options.onFound();
    this.lost = false;
    if (!this.stopped) this.options.onStep({ watermark: head.watermark, ...changes, from, began });
  }

  private async changes(position: bigint, policies: string): Promise<Omit<FeedStep, "watermark" | "from" | "began">> {
    // Backwards: the database was put back to an earlier state.
    const unknown = policies !== this.policies || position < this.position || position - this.position > mostBatches;
    if (unknown) return { families: null, places: nowhere, sections: null, students: null, meetings: null };
    if (position === this.position)
      return { families: new Set(), places: nowhere, sections: new Set(), students: new Set(), meetings: new Set() };
    const { database, sections: watched, students: who, sectionsOfStudents, sectionsOfViews } = this.options;
    const asked = new Set(sectionsOfViews());
    const values = [this.position, position, watched(), who(), sectionsOfStudents(), [...asked]];
    const found = changesSchema.parse((await database.owner.query(changesSql, values)).rows[0]);
    return {
      families: new Set(found.families),
      places: { asked, anywhere: new Set(found.anywhere), inSections: new Set(found.in_sections) },
      sections: new Set(found.sections),
      students: new Set(found.students),
      meetings: new Set(found.meetings),
    };
  }

  private async head(): Promise<z.infer<typeof headSchema>> {
    const found = await this.options.database.owner.query(headSql);
    return headSchema.parse(found.rows[0]);
  }
}
