import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";
import type { IdContext } from "./shown-to";

/** The id of a run in the address; one that is none is not found. */
export async function runIdOf({ params }: IdContext): Promise<string> {
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) throw new BellwetherError("not-found", "There is nothing here by this id.", { field: "run" });
  return id.data;
}
