import { z } from "zod";
import { readJsonBody } from "@/lib/contracts/read-json-body";
import { textSchema } from "@/lib/contracts/values";
import { searchCandidates } from "@/lib/reports/manage/search-candidates";
import { answerPermitted } from "@/lib/runtime/answer-permitted";

export const dynamic = "force-dynamic";

const bodySchema = z.strictObject({ text: textSchema.pipe(z.string().trim().min(1).max(100)) });

/** Users to choose from, by name or address; as a body, for addresses of pages are kept by browsers and proxies. */
export function POST(request: Request): Promise<Response> {
  return answerPermitted(request, "reports:manage", async ({ services: { database, now } }) => {
    const { text } = await readJsonBody(request, bodySchema);
    return { users: await searchCandidates(database.owner, text, now()) };
  });
}
