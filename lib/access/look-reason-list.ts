/** Why a student's record is opened by somebody who neither teaches nor advises them. */
export const lookReasons = ["asked", "support", "grades", "complaint", "duty", "other"] as const;
export type LookReason = (typeof lookReasons)[number];
