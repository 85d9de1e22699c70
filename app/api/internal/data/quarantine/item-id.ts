import { z } from "zod";
import { BellwetherError } from "@/lib/platform/errors";

export type ItemContext = { params: Promise<{ id: string }> };

/** The id of an item in the address; one that is none is not found. */
export async function itemIdOf({ params }: ItemContext): Promise<string> {
  const id = z.uuid().safeParse((await params).id);
  if (!id.success) throw new BellwetherError("not-found", "There is no such item in quarantine.", { field: "id" });
  return id.data;
}
