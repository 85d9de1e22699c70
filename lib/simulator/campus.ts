import { Temporal } from "temporal-polyfill";
import { chance, deviation, pick } from "./random";

/** The simulated campus: who and what there is. All of it follows from the seed. */
export const simulatorSource = "urn:bellwether:simulator";

export type Unit = { id: string; name: string; nameKo: string; kind: "institution" | "college" | "department"; parent: string | null };
export type Course = { id: string; title: string; unit: string; credits: number; difficulty: number };
export type Student = { id: string; number: number; name: string; program: string; year: number; advisor: string; diligence: number };
export type SimulatedTerm = {
  id: string;
  name: string;
  academicYear: string;
  startsOn: string;
  endsOn: string;
  censusOn: string;
  index: number;
};
export type Section = {
  id: string;
  course: Course;
  term: SimulatedTerm;
  instructor: string;
  students: Student[];
  weekdays: [number, number];
  hour: number;
};
export type Campus = {
  seed: string;
  units: Unit[];
  programs: { id: string; name: string; unit: string }[];
  instructors: { id: string; name: string }[];
  students: Student[];
  terms: SimulatedTerm[];
  sections: Section[];
};

const colleges = [
  [
    "college-engineering",
    "College of Engineering",
    "공과대학",
    [
      ["dept-computer", "Computer Science", "컴퓨터공학과"],
      ["dept-mechanical", "Mechanical Engineering", "기계공학과"],
      ["dept-electrical", "Electrical Engineering", "전기공학과"],
    ],
  ],
  [
    "college-humanities",
    "College of Humanities",
    "인문대학",
    [
      ["dept-korean", "Korean Language and Literature", "국어국문학과"],
      ["dept-history", "History", "사학과"],
      ["dept-philosophy", "Philosophy", "철학과"],
    ],
  ],
  [
    "college-business",
    "College of Business",
    "경영대학",
    [
      ["dept-business", "Business Administration", "경영학과"],
      ["dept-accounting", "Accounting", "회계학과"],
    ],
  ],
] as const;

const topics: Record<string, readonly [string, string, string, string]> = {
  "dept-computer": ["Data Structures", "Operating Systems", "Databases", "Machine Learning"],
  "dept-mechanical": ["Statics", "Thermodynamics", "Fluid Mechanics", "Machine Design"],
  "dept-electrical": ["Circuit Theory", "Signals and Systems", "Electromagnetics", "Control Engineering"],
  "dept-korean": ["Modern Korean Poetry", "Phonology", "Classical Prose", "Syntax of Korean"],
  "dept-history": ["History of East Asia", "Joseon Society", "Historical Methods", "Modern Europe"],
  "dept-philosophy": ["Logic", "Ethics", "Ancient Philosophy", "Philosophy of Science"],
  "dept-business": ["Marketing", "Organisational Behaviour", "Finance", "Strategy"],
  "dept-accounting": ["Financial Accounting", "Cost Accounting", "Auditing", "Taxation"],
};

const familyNames = ["Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Cho", "Yoon", "Jang", "Lim"] as const;
const givenNames = ["Minjun", "Seoyeon", "Jiho", "Haeun", "Doyun", "Sua", "Yejun", "Jiwoo", "Siwoo", "Chaewon", "Hyunwoo", "Nari"] as const;
/** So far into its term the campus is on the day that it is made for: past the mid-term examinations. */
const weeksUnderWay = 10;
const weeksOfTerm = 16;
const sectionsOfCourse = 3;

const number = (value: number, width: number) => String(value).padStart(width, "0");

/** Terms around a day: the one a year before, the one before and the one under way; sixteen weeks each. */
export function termsAround(today: string): SimulatedTerm[] {
  const monday = Temporal.PlainDate.from(today).subtract({ days: Temporal.PlainDate.from(today).dayOfWeek - 1 });
  const current = monday.subtract({ weeks: weeksUnderWay });
  const middle = current.add({ weeks: weeksOfTerm / 2 });
  const spring = middle.month <= 6;
  const names = [
    { year: middle.year - 1, half: spring ? 1 : 2 },
    { year: spring ? middle.year - 1 : middle.year, half: spring ? 2 : 1 },
    { year: middle.year, half: spring ? 1 : 2 },
  ];
  return names.map(({ year, half }, index) => {
    const start = current.subtract({ weeks: 26 * (names.length - 1 - index) });
    return {
      id: `${year}-${half}`,
      // As Korean universities write it: the same in both languages.
      name: `${year}-${half}`,
      academicYear: String(year),
      startsOn: start.toString(),
      endsOn: start.add({ weeks: weeksOfTerm }).subtract({ days: 3 }).toString(),
      censusOn: start.add({ weeks: 4 }).toString(),
      index,
    };
  });
}

export function makeCampus(seed: string, today: string, studentCount: number): Campus {
  const units: Unit[] = [
    { id: "university", name: "Bellwether Demo University", nameKo: "벨웨더 시범대학교", kind: "institution", parent: null },
  ];
  const programs: Campus["programs"] = [];
  const courses: Course[] = [];
  for (const [id, name, nameKo, departments] of colleges) {
    units.push({ id, name, nameKo, kind: "college", parent: "university" });
    for (const [department, title, titleKo] of departments) {
      units.push({ id: department, name: title, nameKo: titleKo, kind: "department", parent: id });
      programs.push({ id: `program-${department.slice(5)}`, name: `BSc ${title}`, unit: department });
      for (const [index, topic] of (topics[department] ?? []).entries()) {
        const course = `${department.slice(5, 8).toUpperCase()}-${(index + 1) * 100 + 1}`;
        courses.push({ id: course, title: topic, unit: department, credits: 3, difficulty: deviation(seed, "course", course) });
      }
    }
  }
  const instructors = Array.from({ length: (courses.length * sectionsOfCourse) / 2 }, (_, index) => ({
    id: `i-${number(index + 1, 3)}`,
    name: `${pick(familyNames, seed, "i", index)} ${pick(givenNames, seed, "ig", index)}`,
  }));
  const students = Array.from({ length: studentCount }, (_, index): Student => {
    const id = `s-${number(index + 1, 5)}`;
    const program = programs[Math.floor(chance(seed, "program", id) * programs.length)] ?? { id: "", name: "", unit: "" };
    return {
      id,
      number: index + 1,
      name: `${pick(familyNames, seed, "f", id)} ${pick(givenNames, seed, "g", id)}`,
      program: program.id,
      year: 1 + Math.floor(chance(seed, "year", id) * 4),
      advisor: instructors[index % Math.min(40, instructors.length)]?.id ?? "i-001",
      diligence: deviation(seed, "diligence", id),
    };
  });
  const terms = termsAround(today);
  const sections = terms.flatMap((term) =>
    courses.flatMap((course, index) => sectionsOf({ seed, term, course, index, instructors, students, programs })),
  );
  return { seed, units, programs, instructors, students, terms, sections };
}

type Offering = {
  seed: string;
  term: SimulatedTerm;
  course: Course;
  index: number;
  instructors: Campus["instructors"];
  students: readonly Student[];
  programs: Campus["programs"];
};

/** A course's sections in a term: whoever takes the course is in one of them. Each instructor has two sections. */
function sectionsOf({ seed, term, course, index, instructors, students, programs }: Offering): Section[] {
  const home = programs.find((program) => program.unit === course.unit)?.id;
  // Students of the department take most of its courses; others stray in.
  const takers = students.filter(
    (student) => chance(seed, "takes", course.id, term.id, student.id) < (student.program === home ? 0.6 : 0.03),
  );
  return Array.from({ length: sectionsOfCourse }, (_, part) => {
    const position = index * sectionsOfCourse + part;
    const first = 1 + (position % 3);
    return {
      id: `${course.id}-${part + 1}-${term.id}`,
      course,
      term,
      instructor: instructors[Math.floor(position / 2) % instructors.length]?.id ?? "i-001",
      students: takers.filter((student) => Math.floor(chance(seed, "part", course.id, student.id) * sectionsOfCourse) === part),
      weekdays: [first, first + 2],
      hour: 9 + (position % 9),
    };
  });
}
