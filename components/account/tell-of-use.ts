export const presenceAddress = "/api/internal/account/presence";

/** Says that somebody is there. Whether that was heard is asked for afterwards. */
export const tellOfUse = (): Promise<void> =>
  fetch(presenceAddress, { method: "POST" }).then(
    () => undefined,
    () => undefined,
  );
