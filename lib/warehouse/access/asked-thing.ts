import { z } from "zod";
import { idSchema } from "@/lib/contracts/values";
import { thingKinds } from "./explain-shape";

export const thingSchema = z.strictObject({ kind: z.enum(thingKinds), id: idSchema });
