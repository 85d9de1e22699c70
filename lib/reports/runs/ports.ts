import type { PoolClient } from "pg";
import type { Database } from "@/lib/platform/database";
import type { Deliver, Render, Stamp } from "../ports";
import type { RunProblem } from "./run-problem";

/** What whose report it is is told of. */
export type TroubledRun = { id: string; owner: string; name: string; schedule: string | null; dueAt: Date };
/** In the transaction that writes down that they were told: both happen, or neither. */
export type TellOwner = (client: PoolClient, run: TroubledRun, problem: RunProblem) => Promise<void>;

/** What the work needs. `render`, `deliver`, `stamp`: ../ports.ts. */
export type RunPorts = {
  database: Database;
  now: () => Date;
  timeZone: string;
  /** Whether the demo's users can sign in; else they are nobody, and get nothing. */
  demo: boolean;
  render: Render;
  deliver: Deliver;
  stamp: Stamp;
  /** Of a delivery's id, before it is first tried. */
  messageIdOf: (delivery: string) => string;
  tellOwner: TellOwner;
  onError: (error: unknown) => void;
  /** In [0, 1). */
  random: () => number;
};
