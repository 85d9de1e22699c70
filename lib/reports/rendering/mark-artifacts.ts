/** What opens and closes content that a page repeats and no reader reads aloud (ISO 32000-1, 14.8.2.2). */
const open = "/Artifact <</Type /Pagination>> BDC";
const close = "EMC";

const begins = /(?:^| )(?:BDC|BMC)$|BDC$/;
const constructs = /^[-\d. ]+ (?:m|re)$/;
const paints = /^(?:f|F|f\*|S|s|B|B\*|b|b\*)$/;
const ends = /^(?:W\*? )?n$/;

/**
 * Marks as artifacts what a page draws outside of its tags: the margins' words, and lines and grounds that Chromium tags as
 * nothing. It writes one operator a line, and no text block that is in part tagged; what is otherwise stays as it is.
 */
export function markArtifacts(content: string): string {
  const marked: string[] = [];
  let depth = 0;
  /** Where a text block or a path outside of all tags begins. */
  let start: number | null = null;
  const wrap = () => {
    if (start === null) return;
    marked.splice(start, 0, open);
    marked.push(close);
    start = null;
  };
  for (const line of content.split("\n")) {
    const outside = depth === 0;
    if (outside && start === null && (line === "BT" || constructs.test(line))) start = marked.length;
    if (begins.test(line)) {
      depth += 1;
      start = null;
    }
    marked.push(line);
    if (line === close) depth -= 1;
    else if (outside && (line === "ET" || paints.test(line))) wrap();
    else if (ends.test(line)) start = null;
    else if (outside && / Do$/.test(line)) {
      start = marked.length - 1;
      wrap();
    }
  }
  return marked.join("\n");
}
