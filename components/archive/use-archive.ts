"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Filter } from "./archive-address";
import { fetchMail, fetchMails, fetchReports } from "./fetch-archive";

/** Milliseconds between looks; none while the page is hidden. */
const seldom = 15_000;

export const useReports = (filter: Filter, before: string | null) =>
  useQuery({
    queryKey: ["archive", "reports", filter, before],
    queryFn: () => fetchReports(filter, before),
    refetchInterval: seldom,
    placeholderData: keepPreviousData,
    retry: false,
  });

export const useMails = (before: string | null) =>
  useQuery({
    queryKey: ["archive", "mails", before],
    queryFn: () => fetchMails(before),
    refetchInterval: seldom,
    placeholderData: keepPreviousData,
    retry: false,
  });

/** A mail that was kept does not change any more. */
export const useMail = (id: string) =>
  useQuery({ queryKey: ["archive", "mail", id], queryFn: () => fetchMail(id), staleTime: Number.POSITIVE_INFINITY, retry: false });
