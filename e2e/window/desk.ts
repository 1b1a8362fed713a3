import { test as plain } from "../support/show";
import { Window } from "./window";

/** A test with the desk's window and phones of its own. */
export const test = plain.extend<{ desk: Window }>({
  desk: async ({ task }, use) => {
    const desk = await Window.open();
    await use(desk);
    if (task.result?.state === "fail") await desk.report(task.name);
    await desk.close();
  },
});
