"use client";

import { createContext, type ReactNode, useContext } from "react";

const MomentContext = createContext<string | null>(null);

/** The past moment as of which everything below is asked (RFC 3339); null: now, following the feed. */
export function MomentProvider({ moment, children }: { moment: string | null; children: ReactNode }) {
  return <MomentContext value={moment}>{children}</MomentContext>;
}

export const useMoment = () => useContext(MomentContext);

/** A question's parameters with the moment, where there is one. */
export function withMoment(parameters: URLSearchParams, moment: string | null): URLSearchParams {
  if (moment !== null) parameters.set("asOf", moment);
  return parameters;
}
