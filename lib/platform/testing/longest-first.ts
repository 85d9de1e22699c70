import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Tests that start the product itself, and properties that follow it through many events: the longest, the longest first. */
const longest = [
  "app/access-matrix.pg.test.ts",
  "lib/kpis/releases/attacker.pg.test.ts",
  "lib/runtime/sigkill.pg.test.ts",
  "cli/commands.pg.test.ts",
  "lib/kpis/as-of.pg.test.ts",
  "lib/aggregator/checkpoint/shorten-log.pg.test.ts",
  "chaos/chaos.pg.test.ts",
  "lib/event-log/kafka/conformance.pg.test.ts",
  "app/without-filter.pg.test.ts",
  "lib/runtime/lifecycle.pg.test.ts",
  "lib/live/server/exact-sections.pg.test.ts",
  "lib/ingest/endpoint.pg.test.ts",
  "lib/live/server/exact.pg.test.ts",
  "lib/runtime/guard-requests.pg.test.ts",
  "lib/backup/backup.pg.test.ts",
  "lib/event-log/kafka/crash.pg.test.ts",
];

/** Begins with what takes longest, so that at the end no worker waits for another. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => longest.findIndex((path) => moduleId.endsWith(path));
    const first = files.filter((file) => place(file) >= 0).sort((a, b) => place(a) - place(b));
    return [...first, ...(await super.sort(files.filter((file) => place(file) < 0)))];
  }
}
