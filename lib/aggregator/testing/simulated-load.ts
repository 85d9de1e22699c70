import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { makeCampus } from "@/lib/simulator/campus";
import { dayEvents, rosterEvents } from "@/lib/simulator/events";
import { eventSet } from "./generate-events";
import type { LoggedEvent } from "./oracle";

export type SentEvent = {
  specversion: "1.0";
  id: string;
  source: string;
  type: string;
  time: string;
  recordedtime: string;
  data: Record<string, unknown>;
};
