import type { ShownRun } from "@/lib/reports/manage/run-shapes";

/** To how many it came: what was cancelled, withheld or refused is over too, and reached nobody. */
export const reachedBy = ({ sent, kept }: ShownRun["deliveries"]): number => sent + kept;
