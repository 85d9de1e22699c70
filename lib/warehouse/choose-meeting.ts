export type Meeting = {
  id: string;
  /** UTC. */
  startsAt: string;
  /** Local day in the institution's zone. */
  day: string;
  status: "planned" | "held" | "cancelled";
  hasRoll: boolean;
  /** Marks on its roll; null for who does not see the whole section: between two meetings it would date who left. */
  rolls: number | null;
};

/**
 * The meeting whose roll is of interest, of those in their order of time: the one that was asked for; else of
 * today's the last that has begun, or the first to come; else the latest with a roll; else the latest; else the next.
 */
export function chooseMeeting<M extends Meeting>(
  meetings: readonly M[],
  at: { now: string; today: string },
  asked: string | null,
): M | null {
  const wanted = meetings.find((meeting) => meeting.id === asked);
  if (wanted !== undefined) return wanted;
  const begun = (meeting: M) => Date.parse(meeting.startsAt) <= Date.parse(at.now);
  const taking = meetings.filter((meeting) => meeting.status !== "cancelled");
  const today = taking.filter((meeting) => meeting.day === at.today);
  const past = taking.filter((meeting) => meeting.day < at.today);
  return (
    today.findLast(begun) ??
    today[0] ??
    meetings.findLast((meeting) => meeting.day === at.today) ??
    past.findLast((meeting) => meeting.status === "held" && meeting.hasRoll) ??
    past.at(-1) ??
    taking[0] ??
    null
  );
}
