import type { Row } from "./rows";
import { ofAll, signedIn, type Who } from "./who";

export type Which = "own" | "foreign" | "unknown" | "malformed";
const isSignedIn = (who: Who) => signedIn.some((one) => one === who);

/** What a door answers somebody, by the rules that hold for all of them; rows say where it is otherwise. */
export function expected(row: Row, who: Who, which: Which): readonly number[] {
  const page = row.door.startsWith("page ");
  if (!row.open.includes(who)) {
    // A key that may do something else is told what it lacks; pages and the screens' routes know no keys.
    const keyed = row.door.includes("/api/v1/");
    if (keyed && (who === "reading key" || who === "writing key")) return [403];
    if (isSignedIn(who)) return [row.shut ?? 404];
    return [row.out ?? (page ? 307 : 401)];
  }
  if (page && !isSignedIn(who)) return [307];
  if (which === "own") return row.ok ?? [200];
  const missing = row.missing ?? 404;
  return which === "malformed" ? [row.malformed ?? missing] : [missing];
}

/** Which ids there are to try: for the whole institution nothing is foreign. */
export function whichFor(row: Row, who: Who): readonly Which[] {
  if (row.of === undefined) return ["own"];
  const hasForeign = !ofAll.has(who) && !["term", "kpi", "item"].includes(row.of);
  return hasForeign ? ["own", "foreign", "unknown", "malformed"] : ["own", "unknown", "malformed"];
}
