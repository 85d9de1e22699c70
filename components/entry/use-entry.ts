"use client";

import { useMutation } from "@tanstack/react-query";
import { useRef } from "react";
import { newEntryId } from "./new-entry-id";
import { EntryRefused, type SavedEntry } from "./send-entry";

/**
 * One entry at a time. Trying again, or a second click, sends the same id, so that it cannot be entered twice;
 * other content gets an id of its own.
 */
export function useEntry<T>(send: (entry: string, value: T) => Promise<SavedEntry>, onSaved: (saved: SavedEntry) => void) {
  const current = useRef<{ id: string; said: string } | null>(null);
  const mutation = useMutation({
    retry: false,
    networkMode: "always",
    mutationFn: (value: T) => {
      const said = JSON.stringify(value);
      if (current.current?.said !== said) current.current = { id: newEntryId(), said };
      return send(current.current.id, value);
    },
    onSuccess: (saved) => {
      current.current = null;
      onSaved(saved);
    },
  });
  const problem = mutation.error instanceof EntryRefused ? mutation.error.problem : mutation.error === null ? null : "busy";
  return { run: mutation.mutate, isSaving: mutation.isPending, problem, reset: mutation.reset };
}
