import { z } from "zod";
import { placeScopeSchema } from "@/lib/access/place-scope";
import { titleSchema } from "@/lib/contracts/values";
import { contentSchema } from "../content-shape";

/** `as`: a reader other than whoever asks. */
export const askedPreviewSchema = z.strictObject({
  name: titleSchema,
  content: contentSchema,
  as: z
    .discriminatedUnion("to", [
      z.strictObject({ to: z.literal("user"), user: z.uuid() }),
      z.strictObject({ to: z.literal("address"), address: z.email().max(254), scope: placeScopeSchema, language: z.enum(["en", "ko"]) }),
    ])
    .nullable()
    .default(null),
});
export type AskedPreview = z.infer<typeof askedPreviewSchema>;
