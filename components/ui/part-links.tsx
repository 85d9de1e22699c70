"use client";

import clsx from "clsx";
import Link from "next/link";
import { useEffect, useRef } from "react";

export type Part = { id: string; href: string; text: string; here: boolean };

/** The parts of a page, each at an address of its own. The one that is open is in sight where not all of them fit. */
export function PartLinks({ label, parts }: { label: string; parts: readonly Part[] }) {
  const open = useRef<HTMLLIElement>(null);
  const address = parts.find(({ here }) => here)?.href;
  useEffect(() => {
    if (address !== undefined) open.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [address]);
  return (
    <nav aria-label={label} className="mb-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {parts.map(({ id, href, text, here }) => (
          <li key={id} ref={here ? open : undefined}>
            <Link
              prefetch={false}
              href={href}
              aria-current={here ? "page" : undefined}
              className={clsx(
                "number block whitespace-nowrap border-b-2 px-3 py-2 text-sm font-medium",
                here ? "border-accent text-accent" : "border-transparent text-soft hover:text-ink",
              )}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
