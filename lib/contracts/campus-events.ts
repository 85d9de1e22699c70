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
 */
export const campusEventData = {
  "org-unit.defined": z.object({
    orgUnit: idSchema,
    name: nameSchema,
    nameKo: optional(nameSchema),
    kind: z.enum(["institution", "college", "department"]),
    parent: optional(idSchema),
  }),
  "term.defined": z
    .object({
      term: idSchema,
      name: nameSchema,
      academicYear: z.union([nameSchema, z.number().int().transform(String)]),
      startsOn: dateSchema,
      endsOn: dateSchema,
      censusOn: optional(dateSchema),
    })
    .refine((term) => term.startsOn <= term.endsOn, {
      path: ["endsOn"],
      message: "must not be before startsOn",
      params: { rule: "order" },
    }),
  "program.defined": z.object({ program: idSchema, name: nameSchema, orgUnit: idSchema, level: optional(nameSchema) }),
  "course.defined": z.object({ course: idSchema, title: nameSchema, orgUnit: idSchema, credits: optional(amountSchema) }),
  "section.defined": z.object({
    section: idSchema,
    course: idSchema,
    term: idSchema,
    instructors: z.array(idSchema).max(200),
    mode: optional(z.enum(["in-person", "online"])),
    meetingsPlanned: optional(z.number().int().min(0).max(1_000)),
    scale: optional(nameSchema),
  }),
  "person.defined": z.object({
    person: idSchema,
    name: nameSchema,
    email: optional(nameSchema),
    birthDate: optional(dateSchema),
    kind: z.enum(["student", "instructor", "staff"]),
  }),
  "student.defined": z.object({
    student: idSchema,
    program: optional(idSchema),
    yearOfStudy: optional(yearOfStudySchema),
    admittedOn: optional(dateSchema),
    advisor: optional(idSchema),
    attributes: optional(z.record(nameSchema.max(100), textSchema)),
  }),
  "enrollment.changed": z.object({
    section: idSchema,
    student: idSchema,
    status: z.enum(["enrolled", "withdrawn", "completed"]),
    effectiveOn: dateSchema,
    reason: optional(textSchema),
  }),
  "registration.changed": z.object({
    student: idSchema,
    term: idSchema,
    program: optional(idSchema),
    status: z.enum(["enrolled", "leave", "withdrawn", "dismissed", "graduated", "transferred"]),
    effectiveOn: dateSchema,
    reason: optional(textSchema),
  }),
  "meeting.changed": z.object({
    meeting: idSchema,
    section: idSchema,
    startsAt: instantSchema,
    status: z.enum(["planned", "held", "cancelled"]),
  }),
  "attendance.recorded": z.object({
    meeting: idSchema,
    student: idSchema,
    status: z.enum(["present", "late", "absent", "excused"]),
  }),
  "assessment.defined": z.object({
    assessment: idSchema,
    section: idSchema,
    title: nameSchema,
    kind: optional(nameSchema),
    weight: amountSchema,
    maxScore: amountSchema,
    dueOn: optional(dateSchema),
  }),
  "score.recorded": z.object({
    assessment: idSchema,
    student: idSchema,
    score: z.union([amountSchema, z.null()]),
    submittedOn: optional(dateSchema),
  }),
  "grade.posted": z.object({
    section: idSchema,
    student: idSchema,
    scale: nameSchema.max(100),
    letter: nameSchema.max(100),
    points: optional(amountSchema),
    credits: optional(amountSchema),
    state: z.enum(["provisional", "final"]),
  }),
  "activity.observed": z.object({
    student: idSchema,
    section: optional(idSchema),
    kind: nameSchema.max(200),
    count: optional(countSchema).transform((count) => count ?? 1),
  }),
  "contact.noted": z.object({
    contact: idSchema,
    student: idSchema,
    channel: nameSchema.max(200),
    note: optional(textSchema),
  }),
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
