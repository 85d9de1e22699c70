import { z } from "zod";
import {
  amountSchema,
  countSchema,
  dateSchema,
  idSchema,
  instantSchema,
  nameSchema,
  optional,
  textSchema,
  yearOfStudySchema,
} from "./values";

/**
 * The contracts of version 1: one schema for the data of each type of campus event. Fields that are not
 * part of a contract are left out before anything is stored: what nobody has described is kept by nobody.
 * The descriptions are what docs/EVENTS.md and the OpenAPI document say.
 */
export const campusEventData = {
  "org-unit.defined": z
    .object({
      orgUnit: idSchema.describe("The unit's id"),
      name: nameSchema.describe("Its name"),
      nameKo: optional(nameSchema).describe("Its name in Korean"),
      kind: z.enum(["institution", "college", "department"]).describe("What it is"),
      parent: optional(idSchema).describe("The unit that it is part of"),
    })
    .describe("An institution, college or department, as it is now."),
  "term.defined": z
    .object({
      term: idSchema.describe("The term's id"),
      name: nameSchema.describe("Its name"),
      academicYear: z.union([nameSchema, z.number().int().transform(String)]).describe("The academic year that it is of"),
      startsOn: dateSchema.describe("First day"),
      endsOn: dateSchema.describe("Last day, not before the first"),
      censusOn: optional(dateSchema).describe("The day on which enrolment is counted; its first day where none is given"),
    })
    .refine((term) => term.startsOn <= term.endsOn, {
      path: ["endsOn"],
      message: "must not be before startsOn",
      params: { rule: "order" },
    })
    .describe("A term and its days."),
  "program.defined": z
    .object({
      program: idSchema.describe("The program's id"),
      name: nameSchema.describe("Its name"),
      orgUnit: idSchema.describe("The unit that it hangs on"),
      level: optional(nameSchema).describe("Such as bachelor or master"),
    })
    .describe("A program of study, as it is now."),
  "course.defined": z
    .object({
      course: idSchema.describe("The course's id"),
      title: nameSchema.describe("Its title"),
      orgUnit: idSchema.describe("The unit that it hangs on"),
      credits: optional(amountSchema).describe("Credits, for grades that state none"),
    })
    .describe("A course, as it is now. One that moves to another unit takes its whole history along."),
  "section.defined": z
    .object({
      section: idSchema.describe("The section's id"),
      course: idSchema.describe("Its course"),
      term: idSchema.describe("Its term"),
      instructors: z.array(idSchema).max(200).describe("Who teaches it; they see it"),
      mode: optional(z.enum(["in-person", "online"])).describe("How it is taught"),
      meetingsPlanned: optional(z.number().int().min(0).max(1_000)).describe(
        "How many meetings the term has; the absence limit is a share of them",
      ),
      scale: optional(nameSchema).describe("The scale that it is graded on"),
    })
    .describe("A course as it is taught in one term."),
  "person.defined": z
    .object({
      person: idSchema.describe("The person's id, the same as in `student`, `instructors` and `advisor`"),
      name: nameSchema.describe("Full name"),
      email: optional(nameSchema).describe("E-mail address"),
      birthDate: optional(dateSchema).describe("Date of birth"),
      kind: z.enum(["student", "instructor", "staff"]).describe("What the person is here"),
    })
    .describe("Who a person is. Kept in the vault alone, under the person's own key."),
  "student.defined": z
    .object({
      student: idSchema.describe("The student's id"),
      program: optional(idSchema).describe("Program of study"),
      yearOfStudy: optional(yearOfStudySchema).describe("Year of study"),
      admittedOn: optional(dateSchema).describe("Day of admission"),
      advisor: optional(idSchema).describe("The person who advises; sees this student"),
      attributes: optional(z.record(nameSchema.max(100), textSchema)).describe("Anything else, encrypted under the student's key"),
    })
    .describe("A version of a student. It holds from the local date of `time`, the earliest also for all days before."),
  "enrollment.changed": z
    .object({
      section: idSchema.describe("The section"),
      student: idSchema.describe("The student"),
      status: z.enum(["enrolled", "withdrawn", "completed"]).describe("What holds from that day"),
      effectiveOn: dateSchema.describe("From when it holds"),
      reason: optional(textSchema).describe("Why, encrypted under the student's key"),
    })
    .describe("A student's enrolment in a section."),
  "registration.changed": z
    .object({
      student: idSchema.describe("The student"),
      term: idSchema.describe("The term"),
      program: optional(idSchema).describe("The program of this registration; else the student's on the census day"),
      status: z.enum(["enrolled", "leave", "withdrawn", "dismissed", "graduated", "transferred"]).describe("What holds from that day"),
      effectiveOn: dateSchema.describe("From when it holds"),
      reason: optional(textSchema).describe("Why, encrypted under the student's key"),
    })
    .describe("A student's standing with the institution. Dropout is counted from it."),
  "meeting.changed": z
    .object({
      meeting: idSchema.describe("The meeting's id"),
      section: idSchema.describe("Its section"),
      startsAt: instantSchema.describe("When it begins; its local day is the day that attendance counts on"),
      status: z.enum(["planned", "held", "cancelled"]).describe("Only meetings held are counted"),
    })
    .describe("A class meeting, as it is now. One that moves takes its roll along."),
  "attendance.recorded": z
    .object({
      meeting: idSchema.describe("The meeting"),
      student: idSchema.describe("The student"),
      status: z.enum(["present", "late", "absent", "excused"]).describe("How the student was there"),
    })
    .describe("One line of a roll."),
  "assessment.defined": z
    .object({
      assessment: idSchema.describe("The assessment's id"),
      section: idSchema.describe("Its section"),
      title: nameSchema.describe("Its title"),
      kind: optional(nameSchema).describe("Such as exam or essay"),
      weight: amountSchema.describe("Weight in the running grade"),
      maxScore: amountSchema.describe("Highest score"),
      dueOn: optional(dateSchema).describe("When it is due"),
    })
    .describe("Something that is marked."),
  "score.recorded": z
    .object({
      assessment: idSchema.describe("The assessment"),
      student: idSchema.describe("The student"),
      score: z.union([amountSchema, z.null()]).describe("The score; null: taken back"),
      submittedOn: optional(dateSchema).describe("When it was handed in"),
    })
    .describe("A student's score."),
  "grade.posted": z
    .object({
      section: idSchema.describe("The section"),
      student: idSchema.describe("The student"),
      scale: nameSchema.max(100).describe("The scale: 4.5, 4.3, 4.0, band, or one of your own"),
      letter: nameSchema.max(100).describe("The letter on that scale"),
      points: optional(amountSchema).describe("Grade points; else those that the scale gives the letter"),
      credits: optional(amountSchema).describe("Credits; else the course's, else 1"),
      state: z.enum(["provisional", "final"]).describe("The two are never mixed"),
    })
    .describe("A student's grade in a section."),
  "activity.observed": z
    .object({
      student: idSchema.describe("The student"),
      section: optional(idSchema).describe("The section, where it was of one"),
      kind: nameSchema.max(200).describe("What it was, such as forum"),
      count: optional(countSchema)
        .transform((count) => count ?? 1)
        .describe("How often; 1 where none is given"),
    })
    .describe("Something that a student did online. Added up by student, section, local day and kind."),
  "contact.noted": z
    .object({
      contact: idSchema.describe("The contact's id"),
      student: idSchema.describe("The student"),
      channel: nameSchema.max(200).describe("Such as call or mail"),
      note: optional(textSchema).describe("What was said, encrypted under the student's key"),
    })
    .describe("Somebody was in touch with a student."),
} as const;

export type CampusEventType = keyof typeof campusEventData;
export type CampusEventData = { [T in CampusEventType]: z.output<(typeof campusEventData)[T]> };

/** What the pipeline must know of a type besides its schema. */
export type ContractTraits = {
  version: 1;
  /** The field whose value decides the log's partition: rows that hang together share one. */
  partitionBy: string;
  /** Fields that name persons and become pseudonyms. */
  persons: readonly string[];
  /** Free text, sealed under the key of the person in `sealedFor`. */
  sealed: readonly string[];
  sealedFor: string | null;
};

const traits = (partitionBy: string, persons: string[] = [], sealed: string[] = [], sealedFor: string | null = null) =>
  ({ version: 1, partitionBy, persons, sealed, sealedFor }) satisfies ContractTraits;

export const contractTraits: Readonly<Record<CampusEventType, ContractTraits>> = {
  "org-unit.defined": traits("orgUnit"),
  "term.defined": traits("term"),
  "program.defined": traits("program"),
  "course.defined": traits("course"),
  "section.defined": traits("section", ["instructors"]),
  "person.defined": traits("person", ["person"], ["name", "email", "birthDate"], "person"),
  "student.defined": traits("student", ["student", "advisor"], ["attributes"], "student"),
  "enrollment.changed": traits("section", ["student"], ["reason"], "student"),
  "registration.changed": traits("student", ["student"], ["reason"], "student"),
  "meeting.changed": traits("meeting"),
  "attendance.recorded": traits("meeting", ["student"]),
  "assessment.defined": traits("assessment"),
  "score.recorded": traits("assessment", ["student"]),
  "grade.posted": traits("section", ["student"]),
  "activity.observed": traits("student", ["student"]),
  "contact.noted": traits("contact", ["student"], ["note"], "student"),
};

export const campusEventTypes = Object.keys(campusEventData) as readonly CampusEventType[];

export function isCampusEventType(type: string): type is CampusEventType {
  return Object.hasOwn(campusEventData, type);
}
