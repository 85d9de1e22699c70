"use client";

import { lazy } from "react";
import { loadAgain } from "@/lib/platform/load-again";
import type { MenuProps } from "./opened-menu";
import { OpensLater } from "./opens-later";

const load = () => import("./opened-menu");
const OpenedMenu = lazy(() => loadAgain(load).then((module) => ({ default: module.OpenedMenu })));

/** A few things to do about what is beside it: arrows, first letters and Escape work. */
export function Menu(props: MenuProps) {
  return (
    <OpensLater kind="menu" trigger={props.trigger} load={load}>
      <OpenedMenu {...props} />
    </OpensLater>
  );
}
