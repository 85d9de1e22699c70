/** The options of the institution that say when absence is dangerous (the attendance part of the policy). */
export type DangerPolicy = {
  /** More absences than this share of the planned meetings mean F. */
  absenceLimit: number;
  /** Absent from at least this share of the meetings expected, */
  chronicRate: number;
  /** of at least so many, is chronic. */
  chronicMinimum: number;
};
