import type { ScopedRead } from "@/lib/access/scoped-read";

export async function isTerm(read: ScopedRead, id: string): Promise<boolean> {
  const found = await read.query("SELECT FROM warehouse.dim_term WHERE id = $1", [id]);
  return found.rowCount === 1;
}
