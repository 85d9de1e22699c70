import { z } from "zod";
import { scopeSchema } from "@/lib/access/scope-schema";
import { renderedContentSchema } from "./content-shape";
import type { RenderingOrder } from "./ports";

const headlineSchema = z.object({
  term: z.string().nullable(),
  figures: z
    .array(
      z.object({
        kpi: z.string(),
        place: z.string().nullable(),
        value: z.number().nullable(),
        unit: z.string(),
        n: z.number().nullable(),
        suppressed: z.boolean(),
      }),
    )
    .readonly(),
});

/** A rendering's order as it lies beside its token, and as a page's answer tells its figures. */
export const printOrderSchema = z.object({
  id: z.string(),
  content: renderedContentSchema,
  eyes: z.object({ scope: scopeSchema, studentScope: scopeSchema, nameScope: scopeSchema, studentLevel: z.boolean() }),
  locale: z.enum(["en", "ko"]),
  since: z.iso.datetime().nullable(),
  before: headlineSchema.nullable(),
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
  headline: headlineSchema,
});
export type Printed = z.infer<typeof printedSchema>;
