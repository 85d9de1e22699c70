import clsx from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode, TdHTMLAttributes, ThHTMLAttributes } from "react";

/** A table in a box that scrolls by keyboard too; `label` names both. Words stay whole: a narrow screen scrolls. */
export function Table({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="-mx-1 overflow-x-auto wrap-normal px-1" tabIndex={0} role="group" aria-label={label}>
      <table className="w-full border-collapse text-left">{children}</table>
    </div>
  );
}

export function HeadRow({ children }: { children: ReactNode }) {
  return (
    <thead className="sticky top-0 z-10 bg-surface text-xs text-soft">
      <tr>{children}</tr>
    </thead>
  );
}

type Sort = { by: "ascending" | "descending" | null; toggle: () => void };

/** A column's head; figures stand at the end, under figures. */
export function ColumnHead({
  figure = false,
  sort,
  className,
  children,
}: {
  figure?: boolean;
  sort?: Sort;
  className?: string;
  children: ReactNode;
}) {
  const sorted = sort?.by ?? null;
  return (
    <th
      scope="col"
      aria-sort={sort === undefined ? undefined : (sorted ?? "none")}
      className={clsx("whitespace-nowrap py-1 pr-3 font-normal last:pr-0", figure && "pl-1 text-right", className)}
    >
      {sort === undefined ? (
        children
      ) : (
        <button type="button" onClick={sort.toggle} className="inline-flex cursor-pointer items-center gap-1 hover:text-ink">
          {children}
          {sorted === "ascending" && <ArrowUp className="size-3" aria-hidden="true" />}
          {sorted === "descending" && <ArrowDown className="size-3" aria-hidden="true" />}
        </button>
      )}
    </th>
  );
}

/** Less room, smaller type: for figures that stand under each other as a picture. */
type Dense = { dense?: boolean };
const room = (dense: boolean) => (dense ? "py-px text-sm" : "py-1.5");

export function RowHead({ dense = false, className, ...rest }: ThHTMLAttributes<HTMLTableCellElement> & Dense) {
  return <th scope="row" className={clsx("sticky left-0 bg-surface pr-3 font-normal", room(dense), className)} {...rest} />;
}

type CellProps = TdHTMLAttributes<HTMLTableCellElement> & Dense & { figure?: boolean };

export function Cell({ figure = false, dense = false, className, ...rest }: CellProps) {
  return <td className={clsx("pr-3 last:pr-0", room(dense), figure && "number whitespace-nowrap pl-1 text-right", className)} {...rest} />;
}

export function Row({ children, muted = false }: { children: ReactNode; muted?: boolean }) {
  return <tr className={clsx("border-t border-line", muted && "text-soft")}>{children}</tr>;
}
