import { notFound } from "next/navigation";
import { reader, readShell } from "../shell/page-context";
import { readStops } from "./read-stops";
import { Wall } from "./wall";
import type { WallAddress } from "./wall-address";

/** The reader's own round. */
export async function WallPage({ every }: WallAddress) {
  const principal = await reader();
  if (principal === null) notFound();
  return <Wall stops={await readStops(principal, await readShell(principal))} every={every} />;
}
