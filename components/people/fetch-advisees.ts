import { z } from "zod";

const adviseeSchema = z.object({
  student: z.string(),
  name: z.string().nullable(),
  program: z.string().nullable(),
  yearOfStudy: z.number().nullable(),
  registration: z.enum(["enrolled", "leave", "withdrawn", "dismissed", "graduated", "transferred"]).nullable(),
  sections: z.number(),
  absent: z.number(),
  expected: z.number(),
  nearest: z.object({ section: z.string(), title: z.string().nullable(), absencesLeft: z.number() }).nullable(),
  chronic: z.number(),
  lastActivityOn: z.string().nullable(),
  lastContactAt: z.string().nullable(),
});
export type AdviseeData = z.infer<typeof adviseeSchema>;

/** The reader's own students, as they stand in a term. */
export async function fetchAdvisees(term: string): Promise<AdviseeData[]> {
  const response = await fetch(`/api/internal/students?${new URLSearchParams({ term })}`);
  if (!response.ok) throw new Error(`status ${response.status}`);
  return z.object({ students: z.array(adviseeSchema) }).parse(await response.json()).students;
}
