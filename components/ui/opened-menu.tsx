"use client";

import { DropdownMenu } from "radix-ui";
import type { ComponentProps, ReactElement } from "react";

export type MenuItem = { key: string; label: string; onSelect: () => void };
export type MenuProps = { label: string; trigger: ReactElement<ComponentProps<"button">>; items: readonly MenuItem[] };

/** The menu with what places it and keeps the focus; loaded when the first is wanted, and opens at once. */
export function OpenedMenu({ label, trigger, items }: MenuProps) {
  // Inside of the page's main part, so that whoever goes by landmarks meets it there.
  const main = typeof document === "undefined" ? null : document.getElementById("content");
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={main}>
        <DropdownMenu.Content
          align="end"
          sideOffset={4}
          collisionPadding={12}
          aria-label={label}
          className="z-30 min-w-44 rounded-md border border-line bg-surface p-1 text-sm text-ink shadow-pop"
        >
          {items.map((item) => (
            <DropdownMenu.Item
              key={item.key}
              onSelect={item.onSelect}
              className="cursor-pointer rounded-sm px-2.5 py-1.5 outline-none data-[highlighted]:bg-accent-soft data-[highlighted]:text-accent"
            >
              {item.label}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
