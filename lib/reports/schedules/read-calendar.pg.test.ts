import { expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { readCalendar } from "./read-calendar";

const db = useTestDatabase();

it("terms whose days are not known yet are left out", async () => {
  const { owner } = db.database;
  await owner.query(
    `INSERT INTO warehouse.dim_term (id, starts_on, ends_on, census_on) VALUES ('b', '2026-09-07', '2026-12-18', '2026-09-28'),
       ('a', '2026-01-12', '2026-05-08', NULL), ('unknown', NULL, NULL, NULL)`,
  );
  await owner.query("INSERT INTO app.holiday (day, name) VALUES ('2026-12-25', 'Christmas'), ('2026-10-09', 'Hangul Day')");
  expect(await readCalendar(owner)).toEqual({
    terms: [
      { startsOn: "2026-01-12", censusOn: null, endsOn: "2026-05-08" },
      { startsOn: "2026-09-07", censusOn: "2026-09-28", endsOn: "2026-12-18" },
    ],
    holidays: new Set(["2026-12-25", "2026-10-09"]),
  });
});
