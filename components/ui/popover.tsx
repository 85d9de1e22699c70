"use client";

import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Props = {
  label: string;
  trigger: ReactNode;
  /** Where what is inside closes it too. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
};

/** Something more about what is beside it: opens by click or key, closes by Escape, keeps the focus. */
export function Popover({ label, trigger, children, ...state }: Props) {
  return (
    <Radix.Root {...state}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={6}
          collisionPadding={12}
          aria-label={label}
          className="z-30 w-96 max-w-[calc(100vw-24px)] rounded-lg border border-line bg-surface text-sm text-ink shadow-pop"
        >
          {/* It may be taller than the screen: then it scrolls, by keyboard too. */}
          <div
            role="group"
            aria-label={label}
            tabIndex={0}
            className="max-h-(--radix-popover-content-available-height) overflow-y-auto rounded-lg p-4"
          >
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
