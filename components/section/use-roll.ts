"use client";

import { useState } from "react";
import { newEntryId } from "../entry/new-entry-id";
import { EntryRefused, sendEntry } from "../entry/send-entry";
import type { Mark, SectionStudentRow } from "./fetch-section";
import {
  beginSending,
  discard,
  noteFailed,
  noteSaved,
  phaseOf,
  type RollState,
  type Sent,
  sendAgain,
  setMark,
  setRest,
  untouched,
} from "./roll-state";

/** The roll of a meeting as the user enters it: each meeting keeps what was entered for it. */
export function useRoll(meeting: string, rows: readonly SectionStudentRow[]) {
  const [states, setStates] = useState<ReadonlyMap<string, RollState>>(new Map());
  const state = states.get(meeting) ?? untouched;
  const update = (next: (state: RollState) => RollState) =>
    setStates((before) => new Map(before).set(meeting, next(before.get(meeting) ?? untouched)));

  const send = async (entry: string, marks: Sent["marks"]) => {
    const body = { entry, marks: [...marks].map(([student, { mark }]) => ({ student, status: mark })) };
    try {
      const saved = await sendEntry("PUT", `/api/internal/meetings/${encodeURIComponent(meeting)}/roll`, body);
      update((now) => noteSaved(now, entry, saved.recordedAt));
    } catch (error) {
      update((now) => noteFailed(now, entry, error instanceof EntryRefused ? error.problem : "busy"));
    }
  };

  return {
    state,
    phase: phaseOf(state, rows),
    problem: state.sent.find((sent) => sent.phase === "failed")?.problem ?? null,
    set: (row: SectionStudentRow, mark: Mark) => update((now) => setMark(now, row, mark)),
    setRest: (mark: Mark) => update((now) => setRest(now, rows, mark)),
    discard: () => update(discard),
    save: () => {
      if (state.drafts.size === 0) return;
      const entry = newEntryId();
      update((now) => beginSending(now, entry));
      void send(entry, state.drafts);
    },
    retry: () => {
      for (const { entry, marks, phase } of state.sent) {
        if (phase !== "failed") continue;
        update((now) => sendAgain(now, entry));
        void send(entry, marks);
      }
    },
  };
}
export type RollEntry = ReturnType<typeof useRoll>;
