import { z } from "zod";
import { withMoment } from "@/lib/live/client/moment";

const sectionSchema = z.object({
  section: z.string(),
  title: z.string().nullable(),
  mode: z.enum(["in-person", "online"]).nullable(),
  source: z.string().nullable(),
  enrolled: z.number(),
  meetingsPlanned: z.number().nullable(),
  meetingsHeld: z.number(),
  today: z.object({ startsAt: z.string(), status: z.enum(["planned", "held", "cancelled"]), rolls: z.number() }).nullable(),
  over: z.number(),
  near: z.number(),
  slipping: z.array(z.object({ student: z.string(), name: z.string().nullable(), absencesLeft: z.number() })),
});
export type OwnSectionRow = z.infer<typeof sectionSchema>;

/** The sections that the reader teaches in a term. */
export async function fetchOwnSections(term: string, moment: string | null): Promise<OwnSectionRow[]> {
  const response = await fetch(`/api/internal/sections?${withMoment(new URLSearchParams({ term }), moment)}`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return z.object({ sections: z.array(sectionSchema) }).parse(await response.json()).sections;
}
