export type RegistrationStatus = "enrolled" | "leave" | "withdrawn" | "dismissed" | "graduated" | "transferred";

/** A score of the term. */
export type Mark = {
  assessment: string;
  title: string | null;
  section: string;
  course: string | null;
  score: number;
  maxScore: number;
};

/** A grade of the term, as far as it is posted. */
export type Letter = { section: string; course: string | null; letter: string; state: "provisional" | "final"; failing: boolean };

/** Meetings that a student was expected at, and missed. */
export type Missed = { absent: number; expected: number };

/** How a student stands in a term, as read: what there may be to call about follows from it alone. */
export type Standing = {
  student: string;
  /** The latest registration in the term, since when, and the status before it in any term. */
  registration: RegistrationStatus | null;
  registeredOn: string | null;
  registrationBefore: RegistrationStatus | null;
  /** Sections of the term that go on, and those withdrawn from in the last weeks. */
  sections: number;
  withdrawnLately: number;
  absent: number;
  expected: number;
  /** Absences in the last weeks and in as many before them. */
  lately: Missed;
  earlier: Missed;
  /** The section where the student is nearest to the absence limit. */
  nearest: { section: string; title: string | null; absencesLeft: number } | null;
  /** Sections in which absence is chronic. */
  chronic: number;
  lastActivityOn: string | null;
  marks: Mark[];
  letters: Letter[];
  /** Mean grade points of the term and of the one before it with grades on the same scale. */
  means: { scale: string; now: number; before: number; term: string } | null;
};
