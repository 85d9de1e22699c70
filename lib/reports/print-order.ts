import { z } from "zod";
import { renderedContentSchema } from "./content-shape";
import { headlineFiguresSchema } from "./headline-shape";
import type { RenderingOrder } from "./ports";
import { eyesSchema } from "./recipients/eyes";

/** A rendering's order as it lies beside its token, and as a page's answer tells its figures. */
export const printOrderSchema = z.object({
  id: z.string(),
  content: renderedContentSchema,
  eyes: eyesSchema,
  locale: z.enum(["en", "ko"]),
  since: z.iso.datetime().nullable(),
  before: headlineFiguresSchema.nullable(),
});

/** What is written: an instant is text in JSON. */
export const writtenOrder = ({ since, ...order }: RenderingOrder) => ({ ...order, since: since?.toISOString() ?? null });

export function readOrder(written: unknown): RenderingOrder {
  const { since, ...order } = printOrderSchema.parse(written);
  return { ...order, since: since === null ? null : new Date(since) };
}

/** What a printed page says of its figures, for whoever prints it. */
export const printedSchema = z.object({
  position: z.string().regex(/^\d+$/),
  processedThrough: z.string().nullable(),
  policyVersion: z.number().int(),
  title: z.string().min(1),
  headline: headlineFiguresSchema,
});
export type Printed = z.infer<typeof printedSchema>;
