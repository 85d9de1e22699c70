import { z } from "zod";
import { recordSearch } from "@/lib/access/record-look";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { textSchema } from "@/lib/contracts/values";
import { BellwetherError } from "@/lib/platform/errors";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

const bodySchema = z.strictObject({ id: textSchema.pipe(z.string().trim().min(1).max(200)) });

/**
 * The pseudonym of the person of an institution's id, so that it can be said who looked at their record. The id comes
 * as a body, for addresses are kept by browsers and proxies; that it was asked is recorded.
 */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(request, "audit:read", async ({ services: { database, vault }, user }) => {
    const { id } = await readJsonBody(request, bodySchema, { quotes: false });
    const person = await vault.personOf(id);
    await recordSearch(database, user, { person, by: "number" });
    if (person === null) throw new BellwetherError("not-found", "Nobody is known by this id.", { field: "id" });
    return { person };
  });
}
