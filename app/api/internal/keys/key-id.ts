import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";

export type KeyContext = { params: Promise<{ id: string }> };

/** The id of a key in the address; one that is none is not found. */
export async function keyIdOf({ params }: KeyContext): Promise<string> {
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) throw new BellwetherError("not-found", "There is no such key.", { field: "id" });
  return id.data;
}
