"use client";

import { type ComponentProps, cloneElement, type ReactElement, type ReactNode, Suspense, useState } from "react";

type Props = {
  kind: "dialog" | "menu";
  trigger: ReactElement<ComponentProps<"button">>;
  load: () => Promise<unknown>;
  /** What opens, its trigger included; loaded when it is wanted. */
  children: ReactNode;
};

/** A button whose popover or menu is loaded when somebody comes near it, and opens by the first click or key. */
export function OpensLater({ kind, trigger, load, children }: Props) {
  const [wanted, setWanted] = useState(false);
  const closed = cloneElement(trigger, {
    "aria-haspopup": kind,
    "aria-expanded": false,
    // Whoever comes near it may want it: then it is there by the click.
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setWanted(true),
  });
  return wanted ? <Suspense fallback={closed}>{children}</Suspense> : closed;
}
