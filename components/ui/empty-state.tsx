import type { ReactNode } from "react";

type Props = { title: string; text?: string | undefined; action?: ReactNode; height?: number; alert?: boolean };

/** In place of content that is not there: why, and what to do next. */
export function EmptyState({ title, text, action, height = 96, alert = false }: Props) {
  return (
    <div style={{ minHeight: height }} className="flex flex-col items-start gap-1 py-2" role={alert ? "alert" : undefined}>
      <p className="font-medium">{title}</p>
      {text !== undefined && <p className="max-w-prose text-sm text-soft">{text}</p>}
      {action !== undefined && <div className="mt-2">{action}</div>}
    </div>
  );
}
