"use client";

import type { ContractDescription } from "@/lib/contracts/describe-contract";
import { useAddress } from "../filters/use-address";
import { QuarantineItem } from "./quarantine-item";
import { QuarantineList } from "./quarantine-list";

/** Rejected events: the list, or the one that the address names. */
export function QuarantinePart({ contracts }: { contracts: readonly ContractDescription[] }) {
  const { parameters } = useAddress();
  const item = parameters.get("item");
  return item === null ? <QuarantineList /> : <QuarantineItem key={item} id={item} contracts={contracts} />;
}
