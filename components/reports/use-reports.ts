"use client";

import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Timing } from "@/lib/reports/timing-shape";
import { fetchAddresses, fetchHolidays, fetchPreview, fetchRun, fetchRuns, fetchSchedule, fetchSchedules, foresee } from "./fetch-reports";

const all = ["reports"] as const;
/** Milliseconds between looks at what goes on by itself. */
const seldom = 15_000;

export const useSchedules = () => useQuery({ queryKey: [...all, "schedules"], queryFn: fetchSchedules, refetchInterval: seldom });

export const useSchedule = (id: string) => useQuery({ queryKey: [...all, "schedule", id], queryFn: () => fetchSchedule(id) });

export const useRuns = (id: string) => useQuery({ queryKey: [...all, "runs", id], queryFn: () => fetchRuns(id), refetchInterval: seldom });

export const useHolidays = () => useQuery({ queryKey: [...all, "holidays"], queryFn: fetchHolidays });

export const useAddresses = () => useQuery({ queryKey: [...all, "addresses"], queryFn: fetchAddresses });

/** When a timing would be due; null while it is none yet. */
export const useForeseen = (timing: Timing | null) =>
  useQuery({
    queryKey: [...all, "foreseen", timing],
    queryFn: () => (timing === null ? Promise.reject(new Error("There is no timing yet.")) : foresee(timing)),
    enabled: timing !== null,
    placeholderData: keepPreviousData,
    retry: 1,
  });

/** Milliseconds between looks at what is under way. */
const oftenEnough = 1_000;
const openStates: readonly string[] = ["waiting", "working", "rendering"];

/** A run; looked at each second while it is open. */
export const useRun = (id: string) =>
  useQuery({
    queryKey: [...all, "run", id],
    queryFn: () => fetchRun(id),
    refetchInterval: ({ state }) => (state.data !== undefined && openStates.includes(state.data.state) ? oftenEnough : false),
  });

/** A preview that was asked for; looked at each second until it is ready or has failed. */
export const usePreview = (run: string | null) =>
  useQuery({
    queryKey: [...all, "preview", run],
    queryFn: () => (run === null ? Promise.reject(new Error("No preview was asked for.")) : fetchPreview(run)),
    enabled: run !== null,
    refetchInterval: ({ state }) => (state.data === undefined || openStates.includes(state.data.state) ? oftenEnough : false),
  });

/** Something that changes reports; whatever came of it, all that is shown of them is read anew. */
export function useReportChange<A, R>(change: (asked: A) => Promise<R>, onDone?: (done: R) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    ...(onDone === undefined ? {} : { onSuccess: onDone }),
    onSettled: () => queries.invalidateQueries({ queryKey: all }),
  });
}
