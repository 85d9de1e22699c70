/** The options of the institution that say when absence is dangerous (the attendance part of the policy). */
export type DangerPolicy = {
  /** More absences than this share of the planned meetings mean F. */
  absenceLimit: number;
  /** Absent from at least this share of the meetings expected, */
  chronicRate: number;
  /** of at least so many, is chronic. */
  chronicMinimum: number;
};

/** As SQL: the options of the policy that holds on a day, as a row `limit`, `rate`, `minimum`. */
export const dangerPolicyOn = (day: string) => `(
  SELECT (document #>> '{attendance,absenceLimit}')::numeric AS "limit", (document #>> '{attendance,chronicRate}')::numeric AS rate,
    (document #>> '{attendance,chronicMinimum}')::numeric AS minimum
  FROM app.policy WHERE withdrawn_at IS NULL AND valid_from <= ${day} ORDER BY version DESC LIMIT 1)`;
