import { describe, expect, it } from "vitest";
import { markArtifacts } from "./mark-artifacts";

const open = "/Artifact <</Type /Pagination>> BDC";
const lines = (...all: string[]) => all.join("\n");

describe("what a page draws outside of its tags", () => {
  it("text and painted paths become artifacts, each by itself", () => {
    const content = lines("q", "BT", "/F4 8 Tf", "<00D6> Tj", "ET", "0 174 688 1 re", "f", "1 0 m", "2 0 l", "S", "Q");
    expect(markArtifacts(content)).toBe(
      lines(
        "q",
        open,
        "BT",
        "/F4 8 Tf",
        "<00D6> Tj",
        "ET",
        "EMC",
        open,
        "0 174 688 1 re",
        "f",
        "EMC",
        open,
        "1 0 m",
        "2 0 l",
        "S",
        "EMC",
        "Q",
      ),
    );
  });

  it("what is tagged, clips and transformations stay as they are", () => {
    const content = lines(
      "165.6 200 2149 3118 re",
      "W* n",
      "/P <</MCID 3 >>BDC",
      "BT",
      "<00D6> Tj",
      "ET",
      "0 0 1 1 re",
      "f",
      "EMC",
      ".24 0 0 -.24 0 841 cm",
    );
    expect(markArtifacts(content)).toBe(content);
  });
});
