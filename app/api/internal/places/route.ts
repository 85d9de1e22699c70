import { z } from "zod";
import { requireUser } from "@/lib/access/authenticate";
import { withScopedRead } from "@/lib/access/scoped-read";
import { searchPeople } from "@/lib/access/search-people";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { refuseParameters } from "@/lib/contracts/read-query";
import { textSchema } from "@/lib/contracts/values";
import { problemResponse } from "@/lib/platform/errors";
import { localeOf } from "@/lib/platform/locale";
import { getServices } from "@/lib/runtime/services";
import { namePlaces } from "@/lib/warehouse/queries/name-places";
import { searchPlaces } from "@/lib/warehouse/queries/search-places";

export const dynamic = "force-dynamic";

const bodySchema = z.union([
  z.strictObject({ text: textSchema.pipe(z.string().trim().min(1).max(100)), only: z.literal("places").optional() }),
  z.strictObject({
    named: z.array(z.strictObject({ kind: z.enum(["departments", "courses", "sections"]), id: z.string().min(1).max(200) })).max(12),
  }),
]);

/**
 * Places and students that a text names, or places by their ids, under the reader's scope. What is typed may be
 * a student's name, and addresses end up in the logs of what stands before this server: so it comes as a body.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    const services = getServices();
    const user = await requireUser(services, request);
    refuseParameters(request);
    const asked = await readJsonBody(request, bodySchema);
    const korean = localeOf(request.headers) === "ko";
    const people =
      "text" in asked && asked.only === undefined ? await searchPeople(services, user, asked.text) : { by: "nothing" as const, found: [] };
    const places = await withScopedRead(services.database, user.scope, (read) =>
      "text" in asked ? searchPlaces(read, asked.text, korean) : namePlaces(read, asked.named, korean),
    );
    return Response.json({ places, people }, { headers: { "cache-control": "private, no-store" } });
  } catch (error) {
    return problemResponse(error);
  }
}
