import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";

export type AlertContext = { params: Promise<{ id: string }> };

/** The id in the address; one that could be nobody's is as an unknown one. */
export async function alertIdOf({ params }: AlertContext): Promise<string> {
  const parsed = z.uuid().safeParse((await params).id);
  if (parsed.success) return parsed.data;
  throw new BellwetherError("not-found", "There is nothing here.");
}
