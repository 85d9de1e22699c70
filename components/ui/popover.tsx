"use client";

import { type ComponentProps, cloneElement, lazy, type ReactElement, type ReactNode, Suspense, useState } from "react";

const load = () => import("./opened-popover");
const OpenedPopover = lazy(() => load().then((module) => ({ default: module.OpenedPopover })));

type Props = {
  label: string;
  trigger: ReactElement<ComponentProps<"button">>;
  /** `close` where what is inside closes it too. */
  children: ReactNode | ((close: () => void) => ReactNode);
};

/** Something more about what is beside it: opens by click or key, closes by Escape, keeps the focus. */
export function Popover({ label, trigger, children }: Props) {
  const [wanted, setWanted] = useState(false);
  const closed = cloneElement(trigger, {
    "aria-haspopup": "dialog",
    "aria-expanded": false,
    // Whoever comes near it may want it: then it is there by the click.
    onPointerEnter: () => void load(),
    onFocus: () => void load(),
    onClick: () => setWanted(true),
  });
  if (!wanted) return closed;
  return (
    <Suspense fallback={closed}>
      <OpenedPopover label={label} trigger={trigger}>
        {children}
      </OpenedPopover>
    </Suspense>
  );
}
