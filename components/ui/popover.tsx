"use client";

import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Something more about what is beside it: opens by click or key, closes by Escape, keeps the focus. */
export function Popover({ label, trigger, children }: { label: string; trigger: ReactNode; children: ReactNode }) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
          tabIndex={0} // what does not fit is scrolled by keyboard too
          className="z-30 max-h-(--radix-popover-content-available-height) w-96 max-w-[calc(100vw-24px)] overflow-y-auto rounded-lg border border-line bg-surface p-4 text-sm text-ink shadow-pop"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
