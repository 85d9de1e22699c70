"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";

/** What was told is a sign that rules stand otherwise: whatever the page shows of them is read anew with each time. */
export function useRenewTold(times: number): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (times === 0) return;
    for (const part of ["rules", "events"]) void queries.invalidateQueries({ queryKey: ["alerts", part] });
    void queries.invalidateQueries({ queryKey: ["notifications"] });
  }, [queries, times]);
}
