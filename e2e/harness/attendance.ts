import type { Campus, Section } from "@/lib/simulator/campus";
import type { SentEvent } from "@/lib/simulator/events";
import { currentTerm, small } from "./campus";

/** What the screens must show, computed from the events that were sent and from nothing that the product says. */
export type Roll = { event: SentEvent; meeting: string; section: string; student: string; status: string };

export type Attendance = { present: number; late: number; absent: number; excused: number; rate: number; students: number; shown: string };

/** The roll that holds of each student and held meeting of the term under way. */
export function rollsOf(campus: Campus, sent: readonly SentEvent[]): Roll[] {
  const sections = new Set([...sectionsNow(campus).map((section) => section.id), small.section]);
  const held = new Map<string, string>();
  const latest = new Map<string, SentEvent>();
  for (const event of sent) {
    const { meeting, section, status, student } = event.data;
    if (event.type === "meeting.changed" && status === "held" && sections.has(String(section))) held.set(String(meeting), String(section));
    if (event.type !== "attendance.recorded") continue;
    const key = `${meeting}\n${student}`;
    const before = latest.get(key);
    if (before === undefined || recorded(before) <= recorded(event)) latest.set(key, event);
  }
  return [...latest.values()].flatMap((event) => {
    const meeting = String(event.data.meeting);
    const section = held.get(meeting);
    if (section === undefined) return [];
    return [{ event, meeting, section, student: String(event.data.student), status: String(event.data.status) }];
  });
}

const recorded = (event: SentEvent) => Date.parse(event.recordedtime ?? event.time);

export function sectionsNow(campus: Campus): Section[] {
  return campus.sections.filter((section) => section.term === currentTerm(campus));
}

export function attendanceOf(rolls: readonly Roll[]): Attendance {
  const count = (status: string) => rolls.filter((roll) => roll.status === status).length;
  const [present, late, absent, excused] = [count("present"), count("late"), count("absent"), count("excused")];
  const rate = (present + late) / (present + late + absent);
  const students = new Set(rolls.filter((roll) => roll.status !== "excused").map((roll) => roll.student)).size;
  const shown = new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(rate);
  return { present, late, absent, excused, rate, students, shown };
}

/** Ids of the sections of the term under way that a unit or what is below it offers. */
export function sectionsUnder(campus: Campus, unit: string): Set<string> {
  const units = new Set([unit]);
  for (const one of campus.units) if (one.parent !== null && units.has(one.parent)) units.add(one.id);
  const found = new Set(
    sectionsNow(campus)
      .filter((section) => units.has(section.course.unit))
      .map((section) => section.id),
  );
  if (units.has("college-humanities")) found.add(small.section);
  return found;
}
