"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Thing } from "@/lib/warehouse/access/explain-shape";
import { fetchSignIn } from "../sign-in/fetch-sign-in";
import { type AskedPeople, fetchExplanation, fetchPeople, fetchPerson, fetchPersonSessions, fetchRoles, fetchSight } from "./fetch-access";

const all = ["access"] as const;

export const usePeople = (asked: AskedPeople) =>
  useQuery({ queryKey: [...all, "people", asked], queryFn: () => fetchPeople(asked), placeholderData: keepPreviousData });

export const usePerson = (id: string) => useQuery({ queryKey: [...all, "person", id], queryFn: () => fetchPerson(id) });

export const useSight = (id: string) => useQuery({ queryKey: [...all, "sight", id], queryFn: () => fetchSight(id) });

/** Sessions come and go by themselves: asked for again while the page is looked at, so often in milliseconds. */
const sessionsEvery = 15_000;
export const usePersonSessions = (id: string) =>
  useQuery({ queryKey: [...all, "sessions", id], queryFn: () => fetchPersonSessions(id), refetchInterval: sessionsEvery });

export const useExplanation = (id: string, thing: Thing | null) =>
  useQuery({
    queryKey: [...all, "explained", id, thing],
    queryFn: () => (thing === null ? Promise.reject(new Error("Nothing is asked about.")) : fetchExplanation(id, thing)),
    enabled: thing !== null,
  });

export const useRoles = () => useQuery({ queryKey: [...all, "roles"], queryFn: fetchRoles });

export const useSignIn = () => useQuery({ queryKey: [...all, "sign-in"], queryFn: fetchSignIn });

/** Does something to access; whatever came of it, all that is shown of access is read anew. */
export function useAccessChange<A, T>(change: (asked: A) => Promise<T>, onDone?: (done: T) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    ...(onDone === undefined ? {} : { onSuccess: onDone }),
    onSettled: () => queries.invalidateQueries({ queryKey: all }),
  });
}
