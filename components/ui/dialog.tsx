"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";

type Props = { title: string; close: string; open: boolean; onOpenChange: (open: boolean) => void; children: ReactNode };

/** Something that one looks at before going on: keeps the focus inside, Escape closes it and gives the focus back. */
export function Dialog({ title, close, open, onOpenChange, children }: Props) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-shade" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed left-1/2 top-[8vh] z-40 flex max-h-[84vh] w-160 max-w-[calc(100vw-24px)] -translate-x-1/2 flex-col rounded-lg border border-line bg-surface text-ink shadow-pop"
        >
          <header className="flex items-center justify-between gap-4 border-b border-line px-4 py-3">
            <Radix.Title className="text-lg font-semibold">{title}</Radix.Title>
            <Radix.Close
              aria-label={close}
              className="inline-flex size-8 cursor-pointer items-center justify-center rounded-md text-soft hover:bg-sunken hover:text-ink"
            >
              <X className="size-4" aria-hidden="true" />
            </Radix.Close>
          </header>
          <div className="overflow-y-auto p-4" tabIndex={0} role="group" aria-label={title}>
            {children}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
