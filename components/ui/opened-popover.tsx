"use client";

import { Popover as Radix } from "radix-ui";
import { type ComponentProps, type ReactElement, type ReactNode, useState } from "react";

export type PopoverProps = {
  label: string;
  trigger: ReactElement<ComponentProps<"button">>;
  /** `close` where what is inside closes it too. */
  children: ReactNode | ((close: () => void) => ReactNode);
};

/** The popover with what places it and keeps the focus; loaded when the first is wanted, and opens at once. */
export function OpenedPopover({ label, trigger, children }: PopoverProps) {
  const [open, setOpen] = useState(true);
  return (
    <Radix.Root open={open} onOpenChange={setOpen}>
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
            {typeof children === "function" ? children(() => setOpen(false)) : children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
