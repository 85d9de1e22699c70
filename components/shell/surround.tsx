"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { createContext, lazy, type ReactNode, Suspense, useCallback, useContext, useEffect, useState } from "react";
import { loadAgain } from "@/lib/platform/load-again";
import { useFilters } from "../filters/use-filters";
import { FirstSteps, forgetSteps } from "../help/first-steps";
import { KeysAhead } from "../palette/keys-ahead";
import { loadPalette, usePreparedPalette } from "../palette/load-palette";
import { placeOfPath } from "../palette/place-of-path";
import { shiftWeek } from "../shortcuts/shift-week";
import { type ShortcutAction, shortcutsFor } from "../shortcuts/shortcuts";
import { useShortcuts } from "../shortcuts/use-shortcuts";
import type { Room } from "./navigation";
import { addToQuery } from "./query";
import { useShell } from "./shell-context";

// Loaded when first opened; kept then, so that they close as they are told.
const Palette = lazy(() => loadAgain(loadPalette).then((module) => ({ default: module.Palette })));
const ViewAsDialog = lazy(() => loadAgain(() => import("../view-as/view-as-dialog")).then((module) => ({ default: module.ViewAsDialog })));
const HelpSheet = lazy(() => loadAgain(() => import("../shortcuts/help-sheet")).then((module) => ({ default: module.HelpSheet })));

type Opened = "search" | "help" | "view-as" | null;
const SurroundContext = createContext<(opened: Opened) => void>(() => undefined);

/** Opens the palette, the help or the way to see the product as a role, from wherever a button for it is. */
export const useSurround = () => useContext(SurroundContext);

type Props = { items: readonly { room: Room; href: string }[]; children: ReactNode };

/** What is at hand on every page: palette, shortcuts, help, and the first steps. */
export function Surround({ items, children }: Props) {
  const t = useTranslations("nav");
  const router = useRouter();
  const path = usePathname();
  const parameters = useSearchParams();
  const { userId, likeRole, today, terms, mayViewAs, viewing } = useShell();
  const viewed = viewing !== null;
  const [opened, setOpened] = useState<Opened>(null);
  const [typedAhead, setTypedAhead] = useState("");
  const [wanted, setWanted] = useState<ReadonlySet<Opened>>(new Set());
  const open = useCallback((which: Opened) => {
    setOpened(which);
    if (which === null) setTypedAhead("");
    setWanted((before) => (before.has(which) ? before : new Set([...before, which])));
  }, []);
  const { filters, go } = useFilters();
  // Part of a term does not go along to another place; the rest does.
  const query = addToQuery(`?${parameters}`, { week: null, from: null, to: null, wall: null, every: null });

  useEffect(() => {
    const place = placeOfPath(path);
    if (place !== null && !viewed)
      void loadAgain(() => import("../palette/recent-places")).then(({ rememberPlace }) => rememberPlace(userId, place));
  }, [path, userId, viewed]);

  usePreparedPalette();
  const shortcuts = shortcutsFor(items.map(({ room }) => room));
  const run = (action: ShortcutAction) => {
    switch (action) {
      case "search":
      case "help":
        return open(action);
      case "term":
        return document.querySelector<HTMLElement>("[data-shortcut=term]")?.focus();
      case "previous-week":
      case "next-week": {
        // Only where the page has filters; they know the term, which a section's page has by itself.
        const shown = document.querySelector("[data-filters]")?.getAttribute("data-term");
        const term = terms.find(({ id }) => id === shown);
        if (term === undefined) return;
        const shifted = shiftWeek(filters.week, action === "previous-week" ? -1 : 1, term, today);
        return shifted === "stay" ? undefined : go({ week: shifted.week, from: null, to: null });
      }
      default: {
        const room = items.find((item) => action === `room:${item.room}`);
        return room === undefined ? undefined : router.push(`${room.href}${query}`);
      }
    }
  };
  useShortcuts(shortcuts, run);
  const toggle = (which: Exclude<Opened, null>) => (isOpen: boolean) => open(isOpen ? which : null);

  return (
    <SurroundContext value={open}>
      {children}
      <Suspense fallback={opened === "search" && <KeysAhead text={typedAhead} onText={setTypedAhead} onClose={() => open(null)} />}>
        {wanted.has("search") && (
          <Palette
            open={opened === "search"}
            onOpenChange={toggle("search")}
            rooms={items}
            query={query}
            help={() => open("help")}
            viewAs={mayViewAs ? () => open("view-as") : null}
            typedAhead={typedAhead}
          />
        )}
      </Suspense>
      <Suspense fallback={null}>
        {wanted.has("help") && (
          <HelpSheet
            open={opened === "help"}
            onOpenChange={toggle("help")}
            shortcuts={shortcuts}
            nameOfRoom={(room) => items.flatMap((item) => (item.room === room ? [t(item.room)] : [])).join("")}
            showSteps={() => {
              open(null);
              forgetSteps(likeRole);
            }}
          />
        )}
      </Suspense>
      <Suspense fallback={null}>
        {wanted.has("view-as") && <ViewAsDialog open={opened === "view-as"} onOpenChange={toggle("view-as")} />}
      </Suspense>
      {/* They point at figures, of which one's account, reports and administration have none. */}
      {path !== "/account" && !path.startsWith("/admin") && !path.startsWith("/reports") && !viewed && <FirstSteps role={likeRole} />}
    </SurroundContext>
  );
}
