interface Battery {
  readonly level: number;
  readonly charging: boolean;
}

/** The phone's battery, where the browser tells (Chromium's do). */
export async function readBattery(): Promise<Battery | null> {
  const { getBattery } = navigator as { getBattery?: () => Promise<Battery> };
  try {
    return (await getBattery?.call(navigator)) ?? null;
  } catch {
    return null;
  }
}
