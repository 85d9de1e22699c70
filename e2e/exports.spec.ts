import { z } from "zod";
import { small } from "./harness/campus";
import { readTable, save } from "./harness/saved";
import { expect, settled, test } from "./harness/test";
import { askKpi } from "./harness/world";

const groupsSchema = z.object({
  groups: z.array(z.object({ key: z.string().nullable(), value: z.number().nullable(), n: z.number() })),
});

test("a table is saved with every digit, and says what it is of", async ({ signIn, world }) => {
  const page = await signIn("admin");
  await settled(page);
  const { name, bytes } = await save(page, "Departments by attendance", "Table (CSV)");
  expect(name).toMatch(/^Departments-by-attendance_Overview_.*\.csv$/);
  expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const { facts, rows } = readTable(bytes);
  expect(facts.get("Title")).toBe("Departments by attendance");
  expect(facts.get("Scope of the reader")).toBe("The whole institution");
  expect(facts.get("Processed through")).toMatch(/Asia\/Seoul \(\d{4}-.*Z\)$/);
  expect(facts.get("Saved")).toMatch(/Asia\/Seoul \(\d{4}-.*Z\)$/);
  const { groups } = groupsSchema.parse(await askKpi(world, "attendance-rate?groupBy=org_unit"));
  expect(new Map(rows.map((row) => [row.org_unit, [Number(row.value), Number(row.n)]]))).toEqual(
    new Map(groups.map((group) => [group.key, [group.value, group.n]])),
  );
});

test("SCOPE-1: a dean's file holds the dean's departments, and says so", async ({ signIn }) => {
  const page = await signIn("dean");
  await settled(page);
  const { facts, rows } = readTable((await save(page, "Departments by attendance", "Table (CSV)")).bytes);
  expect(facts.get("Scope of the reader")).toBe("College of Engineering");
  expect(rows.map((row) => row.org_unit).sort()).toEqual(["dept-computer", "dept-electrical", "dept-mechanical"]);
});

test("CELL-1: a suppressed group is saved without its numbers, and as suppressed", async ({ signIn }) => {
  const page = await signIn("viewer", { at: "/departments/college-humanities?compare=previous-term" });
  await settled(page);
  const { rows } = readTable((await save(page, "Departments by attendance", "Table (CSV)")).bytes);
  const hidden = rows.find((row) => row.org_unit === small.orgUnit);
  expect(hidden).toMatchObject({ value: "", n: "", present: "", absent: "", gap: "", suppressed: "true" });
  expect(rows.some((row) => row.suppressed === "false" && row.value !== "")).toBe(true);
});

test("the weeks of a trend and the letters of a distribution are saved; filters are in the file", async ({ signIn }) => {
  const page = await signIn("admin", { at: "/departments/dept-computer?compare=previous-term&program=program-computer" });
  await settled(page);
  const weeks = readTable((await save(page, "Attendance rate", "Weeks (CSV)")).bytes);
  expect(weeks.rows.length).toBeGreaterThan(10);
  expect(weeks.rows.some((row) => Number(row.value) > 0 && row.suppressed === "false")).toBe(true);
  const letters = readTable((await save(page, "Grade distribution", "Letters (CSV)")).bytes);
  expect(letters.facts.get("Program")).toBe("BSc Computer Science");
  expect(letters.facts.get("Grades")).toBe("final");
  const shares = letters.rows.map((row) => Number(row.share));
  expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 9);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`a chart is saved as a picture that needs nothing of the page (${colorScheme})`, async ({ signIn }) => {
    const page = await signIn("admin", { colorScheme });
    await settled(page);
    const svg = (await save(page, "Attendance rate", "Picture (SVG)")).bytes.toString("utf8");
    expect(svg).not.toMatch(/var\(|class=|<script|href=/);
    expect(svg).toContain("Pretendard");
    expect(svg).toContain("Scope of the reader: The whole institution");
    expect(svg).toContain("Processed through: ");
    const read = await page.evaluate((text) => {
      const picture = new DOMParser().parseFromString(text, "image/svg+xml");
      const { documentElement: root } = picture;
      const width = Number(root.getAttribute("width"));
      return { errors: picture.querySelectorAll("parsererror").length, width, ground: picture.querySelector("rect")?.getAttribute("fill") };
    }, svg);
    expect(read).toMatchObject({ errors: 0, ground: colorScheme === "light" ? "#ffffff" : "#171f28" });

    const png = (await save(page, "Attendance rate", "Picture (PNG)")).bytes;
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.readUInt32BE(16)).toBe(Math.floor(read.width) * 2);
    // What is drawn is there: the series, the words, the ground.
    const colours = await page.evaluate(
      async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
        const context = canvas.getContext("2d");
        context?.drawImage(image, 0, 0);
        const { data = [] } = context?.getImageData(0, 0, canvas.width, canvas.height) ?? {};
        const found = new Map<string, number>();
        for (let at = 0; at < data.length; at += 4) {
          const key = [data[at], data[at + 1], data[at + 2]].join(",");
          found.set(key, (found.get(key) ?? 0) + 1);
        }
        return Object.fromEntries(found);
      },
      `data:image/png;base64,${png.toString("base64")}`,
    );
    const [series, ink] = colorScheme === "light" ? ["11,95,165", "20,32,44"] : ["108,178,240", "233,238,243"];
    expect(colours[series] ?? 0).toBeGreaterThan(200);
    expect(colours[ink] ?? 0).toBeGreaterThan(100);
  });
}

test("a heat map, a breakdown and a distribution are saved as pictures too", async ({ signIn }) => {
  const page = await signIn("admin");
  await settled(page);
  for (const card of ["Attendance by department and week", "Departments by attendance", "Grade distribution"]) {
    const svg = (await save(page, card, "Picture (SVG)")).bytes.toString("utf8");
    expect(svg, card).toContain(`<title>${card}</title>`);
    expect(svg, card).not.toMatch(/NaN|undefined|var\(/);
  }
});
