import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { FlinkJob } from "@/lib/aggregator/flink/compile-job";
import type { FlinkTopics } from "@/lib/aggregator/flink/topics";
import { root } from "@/lib/runtime/testing/product";

/** A job of Flink SQL that nothing was compiled to, for the same topics and cells. */
export function cellsByHand({ brokers, events, cells, dimensions }: FlinkTopics): Pick<FlinkJob, "definitions" | "run"> {
  const names: Readonly<Record<string, string>> = { brokers: brokers.join(","), events, cells, dimensions };
  const statements = readFileSync(join(root, "bench", "sql", "cells-by-hand.sql"), "utf8")
    .replaceAll(/:\{(\w+)\}/g, (_, name: string) => names[name] ?? "")
    .split(/;\n\n/)
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");
  return { definitions: statements.slice(0, -1), run: statements.at(-1) ?? "" };
}
