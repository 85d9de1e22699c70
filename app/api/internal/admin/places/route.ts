import { z } from "zod";
import { withScopedRead } from "@/lib/access/scoped-read";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { textSchema } from "@/lib/contracts/values";
import { answerPermitted } from "@/lib/runtime/answer-permitted";
import { searchPlaces } from "@/lib/warehouse/queries/search-places";
import { shownTo } from "../administering";

export const dynamic = "force-dynamic";

/** Units, courses and sections to choose from, by id or name. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(request, "access:manage", async (ask) => {
    const { text } = await readJsonBody(request, z.strictObject({ text: textSchema.pipe(z.string().trim().min(1).max(100)) }));
    const { korean } = shownTo(ask, request);
    return { places: await withScopedRead(ask.services.database, ask.user.scope, (read) => searchPlaces(read, text, korean)) };
  });
}
