import clsx from "clsx";
import Link from "next/link";

export type Part = { id: string; href: string; text: string; here: boolean };

/** The parts of a page, each at an address of its own. */
export function PartLinks({ label, parts }: { label: string; parts: readonly Part[] }) {
  return (
    <nav aria-label={label} className="mb-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {parts.map(({ id, href, text, here }) => (
          <li key={id}>
            <Link
              prefetch={false}
              href={href}
              aria-current={here ? "page" : undefined}
              className={clsx(
                "number block whitespace-nowrap border-b-2 px-3 py-2 text-sm font-medium",
                here ? "border-accent text-accent" : "border-transparent text-soft hover:text-ink",
              )}
            >
              {text}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
