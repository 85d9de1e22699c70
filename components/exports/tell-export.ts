import type { Exported } from "@/lib/live/record-export";

/** Has it recorded that a file is made. Throws where that could not be done: then there is no file. */
export async function tellExport(made: Exported): Promise<void> {
  const response = await fetch("/api/internal/exports", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(made),
  });
  if (!response.ok) throw new Error(`The export was not recorded: ${response.status}.`);
}
