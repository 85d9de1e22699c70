"use client";

import { useSearchParams } from "next/navigation";
import { useLocale, useTimeZone } from "next-intl";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import type { Role } from "@/lib/access/roles";
import { MomentProvider } from "@/lib/live/client/moment";
import type { ProgramItem } from "@/lib/warehouse/queries/list-programs";
import type { TermItem } from "@/lib/warehouse/queries/list-terms";
import { momentIn } from "../filters/page-filters";
import { dayInZone, type Locale } from "../kpi/format";
import { termOn } from "./term-on";

/** As whom the page is seen: `name` is null where it is seen as a role. */
export type Viewing = { view: string; name: string | null; roles: string; since: string; until: string };

export type Shell = {
  terms: readonly TermItem[];
  /** The term that holds where the address names none. */
  currentTerm: string | null;
  /** The institution's local day. */
  today: string;
  /** Fewer students than this are not shown to readers without student-level rights, and say little to anyone. */
  threshold: number;
  /** Whether the reader may see students one by one, somewhere. */
  seesStudents: boolean;
  /** Programs that figures can be narrowed to. */
  programs: readonly ProgramItem[];
  /** What the reader may see, in words. */
  scope: string;
  /** This reader is released figures only: by whole weeks. */
  released: boolean;
  /** Who reads, for what is kept in the browser for each user by themselves. */
  userId: string;
  /** The built-in role that the reader's first is most like: help is written by these. */
  likeRole: Role;
  /** The reader may see the product as somebody else does. */
  mayViewAs: boolean;
  /** The reader may be shown the figures of scopes that they choose (lib/access/chosen-scope.ts); else of their own alone. */
  choosesScope: boolean;
  /** What the reader holds, as the socket tells it (lib/access/access-key.ts). */
  access: string;
  /** The reader may see figures of something. */
  seesFigures: boolean;
  /** The reader does so now, for reading only; null: they are themselves. */
  viewing: Viewing | null;
};

const ShellContext = createContext<Shell | null>(null);

/** With the moment that the address names: then today is the local day of then, and so is the term under way. */
export function ShellProvider({ shell, children }: { shell: Shell; children: ReactNode }) {
  const zone = useZone();
  const moment = momentIn(useSearchParams().get("asOf"));
  const known = useMemo(() => (moment === null ? shell : asOfThen(shell, dayInZone(moment, zone))), [shell, moment, zone]);
  return (
    <ShellContext value={known}>
      <MomentProvider moment={moment}>{children}</MomentProvider>
    </ShellContext>
  );
}

function asOfThen(shell: Shell, today: string): Shell {
  const terms = shell.terms.map((term) => ({ ...term, underWay: term.startsOn <= today && today <= term.endsOn }));
  return { ...shell, today, terms, currentTerm: termOn(terms, today)?.id ?? shell.currentTerm };
}

/** What all parts of a page know of the institution. */
export function useShell(): Shell {
  const shell = useContext(ShellContext);
  if (shell === null) throw new Error("The dashboard's layout provides the shell.");
  return shell;
}

export const useKnownLocale = (): Locale => (useLocale() === "ko" ? "ko" : "en");
export const useZone = (): string => useTimeZone() ?? "UTC";

/** Whether nothing can be changed: the page is seen as somebody else. */
export const useReadOnly = (): boolean => useShell().viewing !== null;

/** The term of this id, else the current one. */
export function useTerm(id: string | null | undefined): TermItem | null {
  const { terms, currentTerm } = useShell();
  const wanted = id ?? currentTerm;
  return terms.find((term) => term.id === wanted) ?? null;
}
