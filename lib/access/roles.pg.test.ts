import { describe, expect, it } from "vitest";
import { useTestDatabase } from "@/lib/platform/testing/database";
import { builtInRoles, roles } from "./roles";

describe("roles", () => {
  const test = useTestDatabase();

  it("the rows that an institution begins with are those that the code knows", async () => {
    const rows = await test.database.owner.query(
      `SELECT id, name, name_ko AS "nameKo", home, permissions FROM app.role WHERE built_in ORDER BY array_position($1::text[], id)`,
      [[...roles]],
    );
    expect(rows.rows).toEqual(roles.map((role) => builtInRoles[role]));
  });
});
