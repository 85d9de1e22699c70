import * as z from "zod/mini";
import { withMoment } from "@/lib/live/client/moment";

const sectionSchema = z.object({
  section: z.string(),
  title: z.nullable(z.string()),
  mode: z.nullable(z.enum(["in-person", "online"])),
  source: z.nullable(z.string()),
  enrolled: z.number(),
  meetingsPlanned: z.nullable(z.number()),
  meetingsHeld: z.number(),
  today: z.nullable(z.object({ startsAt: z.string(), status: z.enum(["planned", "held", "cancelled"]), rolls: z.number() })),
  last: z.nullable(
    z.object({
      startsAt: z.string(),
      absent: z.number(),
      absentees: z.array(z.object({ student: z.string(), name: z.nullable(z.string()) })),
    }),
  ),
  over: z.number(),
  near: z.number(),
  slipping: z.array(z.object({ student: z.string(), name: z.nullable(z.string()), absencesLeft: z.number() })),
});
export type OwnSectionRow = z.infer<typeof sectionSchema>;

/** The sections that the reader teaches in a term. */
export async function fetchOwnSections(term: string, moment: string | null): Promise<OwnSectionRow[]> {
  const response = await fetch(`/api/internal/sections?${withMoment(new URLSearchParams({ term }), moment)}`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return z.object({ sections: z.array(sectionSchema) }).parse(await response.json()).sections;
}
