"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { fetchSecondFactor, fetchSessions } from "./fetch-account";

const keys = { sessions: ["account", "sessions"], secondFactor: ["account", "second-factor"] } as const;
/** Milliseconds between looks; none while the page is hidden. */
const often = 15_000;

export const useSessions = () => useQuery({ queryKey: keys.sessions, queryFn: fetchSessions, refetchInterval: often });
export const useSecondFactor = () => useQuery({ queryKey: keys.secondFactor, queryFn: fetchSecondFactor });

/** Everything of the account is read anew: what was done concerns the rest of it. */
export function useRenewAccount(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ["account"] });
}
