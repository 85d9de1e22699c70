import { z } from "zod";

/** Headline figures as they are kept with a rendering (ports.ts). */
export const headlineFiguresSchema = z.object({
  term: z.string().nullable(),
  figures: z.array(
    z.object({
      kpi: z.string(),
      place: z.string().nullable(),
      value: z.number().nullable(),
      unit: z.string(),
      n: z.number().nullable(),
      nExact: z.boolean().optional(),
      suppressed: z.boolean(),
      provisional: z.boolean().optional(),
    }),
  ),
});
