import { z } from "zod";
import { BellwetherError, tellFailure } from "@/lib/platform/errors";
import { unreadable } from "@/lib/platform/read-rows";

const namedSchema = z.object({ id: z.string(), name: z.string() });

/**
 * One schedule by its row. Whoever opens, changes or runs one that cannot be understood (a later version wrote it, or somebody
 * by hand) can mend nothing by trying again: they are told which parts it is, and may still pause and remove it. Throws conflict
 * then; who runs the product is told as of any failure of ours.
 */
export function readSchedule<T>(schema: z.ZodType<T>, row: unknown): T {
  const read = schema.safeParse(row);
  if (read.success) return read.data;
  const { id, name } = namedSchema.parse(row);
  tellFailure(unreadable("schedule", id, read.error));
  const parts = [...new Set(read.error.issues.map(({ path }) => path.join(".")))];
  const [field = "id"] = parts;
  throw new BellwetherError("conflict", `What was kept of "${name}" cannot be read: ${parts.join(", ")}.`, {
    field,
    rule: "unreadable",
    parts,
  });
}
