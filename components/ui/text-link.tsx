import Link from "next/link";
import type { ComponentProps } from "react";

/** A link within text and tables. */
export function TextLink({ className = "", ...rest }: ComponentProps<typeof Link>) {
  return <Link prefetch={false} className={`text-accent underline-offset-2 hover:underline ${className}`} {...rest} />;
}
