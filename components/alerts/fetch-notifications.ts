import { notificationsSchema } from "@/lib/alerts/notices/notification-shape";
import { ask } from "./ask";

const address = "/api/internal/notifications";

export const fetchNotifications = async () => notificationsSchema.parse(await ask(address));
/** One, or all. */
export const markRead = (id: string | null) => ask(`${address}/read`, "POST", { id });
