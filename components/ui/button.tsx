import clsx from "clsx";
import type { ButtonHTMLAttributes, Ref } from "react";

const looks = {
  plain: "border border-edge bg-surface text-ink hover:bg-accent-soft",
  strong: "border border-accent bg-accent text-on-accent hover:opacity-90",
  /** Reads as a link, does something here. */
  link: "text-accent underline-offset-2 hover:underline",
} as const;

type Props = ButtonHTMLAttributes<HTMLButtonElement> & {
  look?: keyof typeof looks;
  large?: boolean;
  ref?: Ref<HTMLButtonElement>;
};

export function Button({ look = "plain", large = false, className, type = "button", ...rest }: Props) {
  const size = look === "link" ? "" : large ? "h-11 px-4" : "h-8 px-3 text-sm";
  return (
    <button
      type={type}
      className={clsx(
        "inline-flex cursor-pointer items-center justify-center gap-2 rounded-md font-medium disabled:cursor-default disabled:opacity-60",
        looks[look],
        size,
        className,
      )}
      {...rest}
    />
  );
}
