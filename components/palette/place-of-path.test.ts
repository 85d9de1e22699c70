import { describe, expect, it } from "vitest";
import { placeOfPath } from "./place-of-path";

describe("placeOfPath", () => {
  it("knows departments, courses and sections by their ids", () => {
    expect(placeOfPath("/departments/dept-computer")).toEqual({ kind: "departments", id: "dept-computer" });
    expect(placeOfPath("/sections/COM%20101%2F1")).toEqual({ kind: "sections", id: "COM 101/1" });
  });

  it("PII-1: is nothing for a student, or for any other page", () => {
    for (const path of ["/students/05b4d3d0-4e7e-4cf8-9fcc-6962315af569", "/students", "/", "/courses", "/courses/a/b", "/admin/users"]) {
      expect(placeOfPath(path), path).toBeNull();
    }
  });
});
