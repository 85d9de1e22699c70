import { z } from "zod";
import type { Database } from "@/lib/platform/database";
import type { Places, Tracer } from "@/lib/platform/tracing/tracer";
import { wallClock } from "@/lib/platform/tracing/wall-clock";

/** What was heard of the feed up to a position, and which views it concerns that have not told of it yet. */
type Followed = { to: bigint; heard: number; places: Promise<readonly Places[]>; views: Set<object> };

/** Of so many steps of the feed it is known which views still owe them. */
const mostFollowed = 32;

/** Places of the log that batches after one position and up to another consumed. */
const placesSql = `
  SELECT partition, max(next_offset)::text AS past,
    coalesce((SELECT max(before.next_offset) FROM log.consumed before
      WHERE before.partition = consumed.partition AND before.position <= $1), 0)::text AS first
  FROM log.consumed WHERE position > $1 AND position <= $2 GROUP BY partition`;
const placesSchema = z.array(
  z
    .object({ partition: z.number(), first: z.string(), past: z.string() })
    .transform(({ partition, first, past }): Places => ({ partition, first: BigInt(first), past: BigInt(past) })),
);

/** The last two steps of an event's trace: this process heard of its batch, and a view that it concerns told its watchers. */
export class LiveTraces {
  private readonly followed: Followed[] = [];

  constructor(
    private readonly database: Database,
    private readonly tracer: Tracer,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** `began`: when the feed began to be read. Nothing waits for what is asked here. */
  heard(from: bigint, to: bigint, began: number, views: Iterable<object>): void {
    const heard = wallClock();
    const places = this.read(from, to);
    this.followed.push({ to, heard, places, views: new Set(views) });
    if (this.followed.length > mostFollowed) this.followed.shift();
    void places.then((found) => this.tracer.step(found, { stage: "follow", start: began, end: heard }));
  }

  told(view: object, position: string, watchers: number): void {
    const end = wallClock();
    for (const { to, heard, places, views } of this.followed) {
      if (to > BigInt(position) || !views.delete(view)) continue;
      const attributes = { "bellwether.live.watchers": watchers };
      void places.then((found) => this.tracer.step(found, { stage: "deliver", start: heard, end, attributes }));
    }
  }

  private async read(from: bigint, to: bigint): Promise<readonly Places[]> {
    try {
      return placesSchema.parse((await this.database.owner.query(placesSql, [from, to])).rows);
    } catch (error) {
      this.onError(error); // the trace lacks its end; what is shown does not hang on it
      return [];
    }
  }
}
