"use client";

import { lazy } from "react";
import { loadAgain } from "@/lib/platform/load-again";
import type { PopoverProps } from "./opened-popover";
import { OpensLater } from "./opens-later";

const load = () => import("./opened-popover");
const OpenedPopover = lazy(() => loadAgain(load).then((module) => ({ default: module.OpenedPopover })));

/** Something more about what is beside it: opens by click or key, closes by Escape, keeps the focus. */
export function Popover(props: PopoverProps) {
  return (
    <OpensLater kind="dialog" trigger={props.trigger} load={load}>
      <OpenedPopover {...props} />
    </OpensLater>
  );
}
