import { afterEach, expect, test } from "vitest";
import { dismiss, drawer, editing, focusDrawer, foldDrawer, foldOne, panel, pullDrawer, toggleCamera } from "./view";

const page = (innerWidth: number) => {
  globalThis.window = { innerWidth } as typeof window;
};

afterEach(() => {
  dismiss();
  foldDrawer();
  focusDrawer(false);
});

test("on a small page the drawer folds a panel, and the other way round", () => {
  page(1280);
  toggleCamera(1);
  pullDrawer();
  expect([drawer.value, panel.value]).toEqual([true, null]);
  toggleCamera(1);
  expect([drawer.value, panel.value?.kind]).toEqual([false, "camera"]);
});

test("on a large page both stand, until it is a small one", () => {
  page(1920);
  toggleCamera(1);
  pullDrawer();
  expect([drawer.value, panel.value?.kind]).toEqual([true, "camera"]);
  page(1280);
  foldOne("drawer");
  expect([drawer.value, panel.value?.kind]).toEqual([false, "camera"]);
});

test("the drawer's keys end with it, whatever still has the focus", () => {
  page(1280);
  pullDrawer();
  focusDrawer(true);
  expect(editing.value).toBe(true);
  expect(foldDrawer()).toBe(true);
  expect(editing.value).toBe(false);
  expect(foldDrawer()).toBe(false);
});
