import type { Database } from "@/lib/platform/database";
import type { Deliver, DeliveryOrder, Render, Rendered, RenderingOrder } from "../ports";
import type { TellOwner, TroubledRun } from "../runs/ports";
import { ReportWork } from "../runs/report-work";
import type { RunProblem } from "../runs/run-problem";
import { zone } from "./campus";

/** What a rendering of an order is in tests: its bytes say what was asked for. */
export const rendered = (order: RenderingOrder): Rendered => ({
  pdf: Buffer.from(JSON.stringify({ eyes: order.eyes, subjects: order.content.subjects, locale: order.locale })),
  pages: 3,
  position: "42",
  processedThrough: "2026-10-14T02:59:00.000Z",
  policyVersion: 1,
  title: "Attendance and grades",
  headline: {
    term: "t-now",
    figures: [{ kpi: "attendance-rate", place: null, value: 0.9, unit: "ratio", n: 100, suppressed: false }],
  },
});

export type Told = readonly [TroubledRun, RunProblem];
type Options = {
  database: Database;
  clock: { now: Date };
  render?: Render;
  deliver?: Deliver;
  tellOwner?: TellOwner;
  renderings?: number;
  deliveries?: number;
};

/** One process that works on reports, with what it rendered, sent and told. */
export class ReportProcess {
  readonly orders: RenderingOrder[] = [];
  readonly sent: (DeliveryOrder & { copy: string })[] = [];
  readonly told: Told[] = [];
  readonly errors: unknown[] = [];
  private readonly work: ReportWork;

  constructor({ database, clock, renderings = 2, deliveries = 4, ...ports }: Options) {
    const render = ports.render ?? (async (order) => rendered(order));
    const deliver: Deliver = ports.deliver ?? (async () => ({ outcome: "sent", detail: "250 OK" }));
    this.work = new ReportWork(
      {
        database,
        now: () => clock.now,
        timeZone: zone,
        demo: false,
        random: () => 0.5,
        messageIdOf: (delivery) => `<${delivery}@example.edu>`,
        render: (order, signal) => {
          this.orders.push(order);
          return render(order, signal);
        },
        deliver: async (order, signal) => {
          this.sent.push({ ...order, copy: (await order.pdf()).toString() });
          return deliver(order, signal);
        },
        stamp: async (pdf, { name }) => Buffer.concat([pdf, Buffer.from(` for ${name}`)]),
        tellOwner: async (client, run, problem) => {
          await ports.tellOwner?.(client, run, problem);
          this.told.push([run, problem]);
        },
        onError: (error) => this.errors.push(error),
      },
      { renderings, deliveries },
      () => undefined,
    );
  }

  /** Does all that is due by the clock. */
  async turn(): Promise<void> {
    for (let begun = 1; begun > 0; ) {
      ({ begun } = await this.work.begin());
      await this.work.idle();
    }
  }

  /** Begins what is due, and waits for none of it. */
  async look(): Promise<void> {
    await this.work.begin();
  }

  stop(grace: number): Promise<void> {
    return this.work.stop(grace);
  }

  /** The names of whom something was sent to. */
  get reached(): string[] {
    return this.sent.map(({ to }) => to.name ?? to.address).sort();
  }
}
