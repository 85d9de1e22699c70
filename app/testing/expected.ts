import { type IdKind, isPlaced, type Row } from "./rows";
import { ofAll, signedIn, type Who } from "./who";

export type Which = "own" | "foreign" | "unknown" | "malformed";
const isSignedIn = (who: Who) => signedIn.some((one) => one === who);

/** Whether somebody gets in, to what is theirs; in a view, whoever is viewed. */
export const opensTo = ({ open }: Pick<Row, "open">, who: Who): boolean => open.includes(who === "viewing" ? "faculty" : who);

/** What a door answers somebody, by the rules that hold for all of them; rows say where it is otherwise. */
export function expected(row: Row, who: Who, which: Which): readonly number[] {
  const page = row.door.startsWith("page ");
  if (who === "viewing") {
    if (row.inView !== undefined) return row.inView;
    return isRefusedInView(row) ? [403] : expected(row, "faculty", which);
  }
  if (!opensTo(row, who)) {
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

/** A view is for reading: what writes says so, whatever it is about. The search is sent, and reads. */
export const isRefusedInView = ({ door, inView }: Row): boolean =>
  inView === undefined && /^(POST|PUT|PATCH|DELETE) /.test(door) && door !== "POST /api/internal/places";

/** What is one person's, whoever else asks. */
const ofOnePerson: ReadonlySet<IdKind> = new Set<IdKind>(["session", "alert", "notification", "webhook"]);

/** Which ids there are to try: for the whole institution nothing is foreign, but what is of one person. */
export function whichFor(row: Row, who: Who): readonly Which[] {
  if (row.of === undefined) return ["own"];
  const hasForeign = ofOnePerson.has(row.of) || (isPlaced(row.of) && !ofAll.has(who));
  return hasForeign ? ["own", "foreign", "unknown", "malformed"] : ["own", "unknown", "malformed"];
}
