import {
  attendanceContribution,
  enrollmentContribution,
  gradeContribution,
  registrationContribution,
  scoreContribution,
} from "../contribution";
import { noteRegistrations } from "../count-registrations";
import { noteEnrolments } from "../count-student-days";
import { attendanceFact, enrollmentFact, gradeFact, registrationFact, scoreFact } from "../facts";
import { resolveFacts } from "./compile-facts";

/** Facts whose dimension members moved, by what moved. */

const ofMovedMeetings = "same.meeting_key IN (SELECT meeting_key FROM moved_meeting)";
const ofMovedStudents = "same.student IN (SELECT student FROM moved_student)";
const ofMovedSections = "same.section_key IN (SELECT section_key FROM moved_section)";

export const resolveAttendanceOfMeetings = resolveFacts(attendanceFact, attendanceContribution, ofMovedMeetings);
export const resolveAttendanceOfStudents = resolveFacts(attendanceFact, attendanceContribution, ofMovedStudents);

export const moveMeetingsOfSections = `
  INSERT INTO moved_meeting
  SELECT meeting_key FROM warehouse.dim_meeting WHERE section_key IN (SELECT section_key FROM moved_section)`;

const ofMovedPlaces = `(${ofMovedSections} OR ${ofMovedStudents})`;

export const resolveEnrollments = resolveFacts(enrollmentFact, enrollmentContribution, ofMovedPlaces, noteEnrolments);
export const resolveGrades = resolveFacts(gradeFact, gradeContribution, ofMovedPlaces);

export const resolveRegistrations = resolveFacts(
  registrationFact,
  registrationContribution,
  `(same.term_key IN (SELECT term_key FROM moved_term) OR ${ofMovedStudents})`,
  noteRegistrations,
);

export const resolveScores = resolveFacts(
  scoreFact,
  scoreContribution,
  `(same.assessment_key IN (SELECT assessment_key FROM moved_assessment) OR ${ofMovedSections})`,
);
