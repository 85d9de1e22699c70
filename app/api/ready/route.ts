import { getServices } from "@/lib/runtime/services";

export const dynamic = "force-dynamic";

/** Whether this process can serve, and what is missing where it cannot. */
export async function GET(): Promise<Response> {
  try {
    await getServices().database.reader.query("SELECT position FROM warehouse.feed_head");
    return Response.json({ status: "ready" });
  } catch {
    return Response.json({ status: "not-ready", missing: ["database"] }, { status: 503 });
  }
}
