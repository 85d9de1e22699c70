import * as z from "zod/mini";
import { type PersonState, personStates } from "@/lib/access/administration/shapes";

/** Which users an address asks for. What it cannot mean is left out. */
export function askedOf(parameters: { get(name: string): string | null }): { role?: string; state?: PersonState; after?: string } {
  const role = parameters.get("role");
  const state = personStates.find((one) => one === parameters.get("state"));
  const after = z.uuid().safeParse(parameters.get("after")).data;
  return {
    ...(role === null || role === "" ? {} : { role }),
    ...(state === undefined ? {} : { state }),
    ...(after === undefined ? {} : { after }),
  };
}
