import type { EntryProblem } from "../entry/send-entry";
import type { Mark, SectionStudentRow } from "./fetch-section";

export type Row = Pick<SectionStudentRow, "student" | "last" | "recordedAt">;

/** A mark that was set and not yet sent, and what held when it was set. */
type Draft = { mark: Mark; over: string | null };
/** Marks that were sent as one entry. `recordedAt` is known once it is durable. */
export type Sent = {
  entry: string;
  marks: ReadonlyMap<string, Draft>;
  phase: "saving" | "saved" | "failed";
  recordedAt: string | null;
  problem: EntryProblem | null;
};

/** A roll as somebody enters it, over the rows that the server tells. Values only: every change makes a new one. */
export type RollState = { drafts: ReadonlyMap<string, Draft>; sent: readonly Sent[] };
export const untouched: RollState = { drafts: new Map(), sent: [] };

/** What is to be shown of a row: the draft, else what was sent and is not counted yet, else what is counted. */
export function markOf(state: RollState, row: Row): Mark | null {
  const draft = state.drafts.get(row.student);
  if (draft !== undefined) return draft.mark;
  return state.sent.findLast((sent) => sent.marks.has(row.student) && !isCountedIn(sent, row))?.marks.get(row.student)?.mark ?? row.last;
}

/** Somebody else recorded the row after the draft was begun. */
export function isOvertaken(state: RollState, row: Row): boolean {
  const draft = state.drafts.get(row.student);
  return draft !== undefined && draft.over !== row.recordedAt && !state.sent.some((sent) => sent.recordedAt === row.recordedAt);
}

/** Sets a mark. What had failed is taken back into the draft: it is another entry now. */
export function setMark(before: RollState, row: Row, mark: Mark): RollState {
  const state = takeBackFailed(before);
  const drafts = new Map(state.drafts);
  drafts.delete(row.student);
  if (markOf({ ...state, drafts }, row) !== mark) drafts.set(row.student, { mark, over: row.recordedAt });
  return { ...state, drafts };
}

/** Sets a mark for whoever has none. */
export const setRest = (state: RollState, rows: readonly Row[], mark: Mark): RollState =>
  rows.reduce((next, row) => (markOf(next, row) === null ? setMark(next, row, mark) : next), state);

/** Sends the drafts as one entry. */
export function beginSending(state: RollState, entry: string): RollState {
  return { drafts: new Map(), sent: [...state.sent, { entry, marks: state.drafts, phase: "saving", recordedAt: null, problem: null }] };
}

/** Sends what failed once more, as the same entry. */
export const sendAgain = (state: RollState, entry: string): RollState => change(state, entry, { phase: "saving", problem: null });

export const noteSaved = (state: RollState, entry: string, recordedAt: string): RollState =>
  change(state, entry, { phase: "saved", recordedAt });

export const noteFailed = (state: RollState, entry: string, problem: EntryProblem): RollState =>
  change(state, entry, { phase: "failed", problem });

/** Forgets the drafts, and what failed. */
export const discard = (state: RollState): RollState => ({ drafts: new Map(), sent: state.sent.filter((sent) => sent.phase !== "failed") });

export type RollPhase = "clean" | "draft" | "saving" | "saved" | "counted" | "failed";

/** Where it stands: saved is durable, counted is in the figures. */
export function phaseOf(state: RollState, rows: readonly Row[]): RollPhase {
  const last = state.sent.at(-1);
  if (state.sent.some((sent) => sent.phase === "failed")) return "failed";
  if (last?.phase === "saving") return "saving";
  if (state.drafts.size > 0) return "draft";
  if (last === undefined) return "clean";
  return isCounted(last, rows) ? "counted" : "saved";
}

/** Whether all marks of an entry are in what the server tells, or something later. */
function isCounted(sent: Sent, rows: readonly Row[]): boolean {
  const known = new Map(rows.map((row) => [row.student, row]));
  return [...sent.marks.keys()].every((student) => {
    const row = known.get(student);
    return row === undefined || isCountedIn(sent, row);
  });
}

const isCountedIn = ({ recordedAt }: Sent, row: Row) => recordedAt !== null && row.recordedAt !== null && row.recordedAt >= recordedAt;

function change(state: RollState, entry: string, to: Partial<Sent>): RollState {
  return { ...state, sent: state.sent.map((sent) => (sent.entry === entry ? { ...sent, ...to } : sent)) };
}

function takeBackFailed(state: RollState): RollState {
  const failed = state.sent.filter((sent) => sent.phase === "failed");
  if (failed.length === 0) return state;
  return {
    drafts: new Map([...failed.flatMap((sent) => [...sent.marks]), ...state.drafts]),
    sent: state.sent.filter((sent) => sent.phase !== "failed"),
  };
}
