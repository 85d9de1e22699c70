import type { Scope } from "@/lib/access/scope";
import type { Paper, RenderedContent } from "./content-shape";

/** Under whose eyes a report is rendered: what decides its figures, and nothing that says who it is. */
export type Eyes = {
  scope: Scope;
  studentScope: Scope;
  nameScope: Scope;
  studentLevel: boolean;
};

/** One rendering: all recipients with the same eyes and language share it. */
export type RenderingOrder = {
  id: string;
  content: RenderedContent;
  eyes: Eyes;
  locale: "en" | "ko";
  /** Since when changes are told: when these readers were last sent this report; null where they never were. */
  since: Date | null;
  /** What they were told then. */
  before: HeadlineFigures | null;
};

/** The headline figures, for the mail and for what changed since. Hidden ones are null and say so. */
export type HeadlineFigure = {
  kpi: string;
  place: string | null;
  value: number | null;
  unit: string;
  n: number | null;
  /** False where there are at least so many; not kept of what was rendered before this was. */
  nExact?: boolean | undefined;
  suppressed: boolean;
  /** Of grades that may still change; not kept of what was rendered before this was. */
  provisional?: boolean | undefined;
};
export type HeadlineFigures = { term: string | null; figures: readonly HeadlineFigure[] };

export type Rendered = {
  pdf: Buffer;
  pages: number;
  /** The feed position that all of its figures are of. */
  position: string;
  /** How far the sources had been processed, as an instant. */
  processedThrough: string | null;
  policyVersion: number;
  /** What it is about, in its language: "Attendance and grades, Engineering, 2026-2". */
  title: string;
  headline: HeadlineFigures;
};

/**
 * Renders fail closed (REPORT-1): it throws a BellwetherError whose facts name the tile and what is wrong with it, and
 * never gives a report that is incomplete. `signal` ends it.
 */
export type Render = (order: RenderingOrder, signal: AbortSignal) => Promise<Rendered>;

/** To whom, in which words, and what: one mail. Its Message-ID is the delivery's own, however often it is tried. */
export type DeliveryOrder = {
  id: string;
  run: string;
  /** Of the delivery's row, with its brackets (lib/reports/delivery/message-id.ts makes it). */
  messageId: string;
  /** `name`: null of an address outside, which has no account and no archive. */
  to: { address: string; name: string | null };
  locale: "en" | "ko";
  email: "attached" | "link" | "none";
  store: boolean;
  rendered: Omit<Rendered, "pdf"> & { sha256: string };
  /** Read when it is needed: the recipient's own copy, stamped with their name. */
  pdf: () => Promise<Buffer>;
};

/**
 * `sent`: a server took it over. `refused`: it will not, now or later. `later`: it could not be reached or said to come
 * again. Nothing is thrown but what is our own fault. `unreached`: the mail server answered nothing, which is no matter of this
 * mail alone; it is away for all.
 */
export type DeliveryOutcome =
  | { outcome: "sent"; detail: string }
  | { outcome: "refused"; detail: string }
  | { outcome: "later"; detail: string; unreached?: true };

export type Deliver = (order: DeliveryOrder, signal: AbortSignal) => Promise<DeliveryOutcome>;

/** Puts the recipient's name on every page of their copy. */
export type Stamp = (pdf: Buffer, reader: { name: string; locale: "en" | "ko"; paper: Paper }) => Promise<Buffer>;
