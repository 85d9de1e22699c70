"use client";

import clsx from "clsx";
import { Menu, X } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import { Bell } from "../alerts/bell";
import { Button } from "../ui/button";
import { Brand } from "./brand";
import { ConnectionMark, LanguageSelect, OwnRole, SearchAndHelp, SignOut, TermSelect, ThemeSelect } from "./controls";
import type { Room } from "./navigation";
import { addToQuery } from "./query";
import { useReadOnly } from "./shell-context";

type Props = { items: { room: Room; href: string }[]; role: string | null };

/** Where one can go and how it is shown. On a narrow screen all but the brand and the term is behind a button. */
export function Header({ items, role }: Props) {
  const t = useTranslations("shell");
  const path = usePathname();
  const viewed = useReadOnly();
  const [open, setOpen] = useState(false);
  // Whoever has gone elsewhere is done with the menu.
  useEffect(() => setOpen(false), [path]);
  return (
    <header className="border-b border-line bg-surface">
      <div className="mx-auto flex max-w-page flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
        <Link href="/">
          <Brand />
        </Link>
        <ConnectionMark />
        <Button className="ml-auto lg:hidden" aria-expanded={open} aria-controls="menu" onClick={() => setOpen(!open)}>
          {open ? <X className="size-4" aria-hidden="true" /> : <Menu className="size-4" aria-hidden="true" />}
          {t("menu")}
        </Button>
        <div className="flex w-full flex-wrap items-center gap-2 lg:order-2 lg:w-auto">
          <SearchAndHelp />
          {!viewed && <Bell />}
          {isOfNoTerm(path, items) || <TermSelect />}
        </div>
        <div id="menu" className={clsx("w-full flex-col gap-3 border-t border-line pt-3 lg:contents", open ? "flex" : "hidden")}>
          <div className="lg:order-1 lg:grow">
            <Rooms items={items} path={path} />
          </div>
          <div className="flex flex-wrap items-center gap-2 lg:order-3">
            <LanguageSelect />
            <ThemeSelect />
            {role !== null && <OwnRole role={role} />}
            {!viewed && (
              <Link
                prefetch={false}
                href="/account"
                aria-current={path === "/account" ? "page" : undefined}
                className="px-1 text-sm text-soft underline-offset-2 hover:underline"
              >
                {t("account")}
              </Link>
            )}
            <SignOut />
          </div>
        </div>
      </div>
    </header>
  );
}

/** What is on the data page, in administration, among reports and of one's own is of no term. */
function isOfNoTerm(path: string, items: Props["items"]): boolean {
  if (path === "/account" || path === "/alerts" || path === "/data") return true;
  return items.some(({ room, href }) => (room === "data" && href === path) || (withParts.has(room) && path.startsWith(href)));
}

/** Rooms whose parts are at addresses of their own below them. */
const withParts: ReadonlySet<Room> = new Set<Room>(["admin", "reports"]);

function Rooms({ items, path }: Pick<Props, "items"> & { path: string }) {
  const t = useTranslations();
  const parameters = useSearchParams();
  const query = addToQuery(`?${parameters}`, { week: null, from: null, to: null });
  return (
    <nav aria-label={t("shell.rooms")}>
      <ul className="flex flex-col gap-1 lg:flex-row">
        {items.map(({ room, href }) => {
          const isPage = path === href || path === `/${room}`;
          const isWithin = isPage || path.startsWith(`/${room}/`);
          return (
            <li key={room}>
              <Link
                prefetch={false}
                href={`${href}${query}`}
                aria-current={isPage ? "page" : isWithin ? "true" : undefined}
                className={clsx(
                  "block rounded-md px-3 py-1.5 text-sm font-medium",
                  isWithin ? "bg-accent-soft text-accent" : "text-soft hover:bg-sunken hover:text-ink",
                )}
              >
                {t(`nav.${room}`)}
              </Link>
            </li>
          );
        })}
      </ul>
    </nav>
  );
}
