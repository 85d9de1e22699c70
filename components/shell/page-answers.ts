import { getLocale } from "next-intl/server";
import type { KpiAnswer } from "@/lib/kpis/answer";
import { answerKpi, checkKpiQuery } from "@/lib/kpis/answer-request";
import { canonicalQuery } from "@/lib/kpis/canonical-query";
import type { ViewQuery } from "@/lib/live/protocol";
import { getServices } from "@/lib/runtime/services";
import { reader } from "./page-context";

/**
 * The answers that go to the browser with a page, each computed as the API computes it, under the scope of
 * the page's own reader (SCOPE-1). What cannot be answered is left out: the browser asks for it then as for
 * any other, and is told, and shows, why not.
 */
export class PageAnswers {
  /** Figures of the past are asked for by the browser: they stand, and nothing of them comes again. */
  constructor(private readonly moment: string | null) {}

  readonly now: Record<string, KpiAnswer> = {};
  readonly soon: Record<string, Promise<KpiAnswer | null>> = {};

  of(view: ViewQuery): KpiAnswer | undefined {
    return this.now[canonicalQuery(view)];
  }

  /** Waits for them, all at once: they are in the page's first frame. */
  async read(views: readonly ViewQuery[]): Promise<void> {
    if (this.moment !== null) return;
    const answers = await Promise.all(views.map(answer));
    for (const [index, view] of views.entries()) {
      const found = answers[index];
      if (found !== undefined && found !== null) this.now[canonicalQuery(view)] = found;
    }
  }

  /** Does not wait: each is sent on the page's response when it is there. */
  stream(views: readonly ViewQuery[]): void {
    if (this.moment !== null) return;
    for (const view of views) {
      const question = canonicalQuery(view);
      if (this.now[question] === undefined) this.soon[question] ??= answer(view);
    }
  }
}

async function answer(view: ViewQuery): Promise<KpiAnswer | null> {
  const principal = await reader();
  if (principal === null) return null;
  const { database, timeZone, now } = getServices();
  const locale = (await getLocale()) === "ko" ? "ko" : "en";
  try {
    return await answerKpi({ database, timeZone, now: now(), locale }, principal, checkKpiQuery(view));
  } catch {
    return null; // asked again by the browser, whose request says and logs what is wrong
  }
}
