import type { IncomingHttpHeaders } from "node:http";
import { z } from "zod";

/** Where a browser's router says what it shows already, so that only the rest is rendered. */
const routerStateHeader = "next-router-state-tree";
const longest = 40_000;

/** As Next holds it to (server/app-render/types.js): a segment, and by their names the trees below it. */
const dynamicKinds = ["c", "ci(..)(..)", "ci(.)", "ci(..)", "ci(...)", "oc", "d", "di(..)(..)", "di(.)", "di(..)", "di(...)"] as const;
const segmentSchema = z.union([
  z.string(),
  z.tuple([z.string(), z.string(), z.enum(dynamicKinds), z.union([z.array(z.string()), z.null()])]),
]);
const treeSchema: z.ZodType = z.lazy(() =>
  z.tuple([
    segmentSchema,
    z.record(z.string(), treeSchema),
    z.tuple([z.string(), z.string()]).nullish(),
    z.enum(["refetch", "inside-shared-layout", "metadata-only"]).nullish(),
    z.number().nullish(),
    z.string().optional(),
  ]),
);

/** Leaves out a router's state that is none: Next answers 500 to it, and without it renders the whole page. */
export function dropBrokenRouterState(headers: IncomingHttpHeaders): void {
  const said = headers[routerStateHeader];
  if (said !== undefined && !(typeof said === "string" && isRouterState(said))) delete headers[routerStateHeader];
}

function isRouterState(text: string): boolean {
  if (text.length > longest) return false;
  try {
    return treeSchema.safeParse(JSON.parse(decodeURIComponent(text))).success;
  } catch {
    return false; // no encoding, no JSON, or deeper than it can be followed
  }
}
