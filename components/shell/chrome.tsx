"use client";

import { usePathname, useRouter, useSearchParams } from "next/navigation";
import { type ReactNode, useEffect } from "react";
import { wallOf } from "../wall/wall-address";
import type { Room } from "./navigation";
import { addToQuery } from "./query";
import { Surround } from "./surround";

type Props = { items: readonly { room: Room; href: string }[]; head: ReactNode; foot: ReactNode; children: ReactNode };

/** What stands around every page; around a wall there is nothing. The wall itself is at the first page. */
export function Chrome({ items, head, foot, children }: Props) {
  const path = usePathname();
  const router = useRouter();
  const parameters = useSearchParams();
  const wall = wallOf((name) => parameters.get(name)) !== null;
  const elsewhere = wall && path !== "/";
  const home = `/${addToQuery("", { wall: "1", every: parameters.get("every") })}`;
  useEffect(() => {
    if (elsewhere) router.replace(home);
  }, [elsewhere, home, router]);
  if (wall) return elsewhere ? null : <main id="content">{children}</main>;
  return (
    <Surround items={items}>
      {head}
      <main id="content" className="mx-auto max-w-page px-4 py-5">
        {children}
      </main>
      {foot}
    </Surround>
  );
}
