import { readdirSync, readFileSync } from "node:fs";

/** Ticks of a process's CPU time in a second: USER_HZ, 100 on every Linux of today. */
const TICKS = 100;

/** What Linux tells of a running process. */
export interface Usage {
  /** When it was asked, in seconds of this process's clock. */
  readonly at: number;
  /** CPU time so far, user's and system's, in seconds. */
  readonly cpu: number;
  /** Memory that is resident, in bytes. */
  readonly rss: number;
  readonly threads: number;
  readonly files: number;
}

/** Looks at a process; throws when there is none. */
export function usage(pid: number): Usage {
  // The second field is a name in brackets, with anything in it.
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return {
    at: performance.now() / 1000,
    cpu: (Number(fields[11]) + Number(fields[12])) / TICKS,
    rss: Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) * 1024,
    threads: Number(fields[17]),
    files: readdirSync(`/proc/${pid}/fd`).length,
  };
}

/** The process of a name that another one started; nothing when there is none. */
export function startedBy(parent: number, name: string): number | undefined {
  const pids = readdirSync("/proc").filter((entry) => /^\d+$/.test(entry));
  return pids.map(Number).find((pid) => {
    try {
      const [, comm, rest = ""] = /^\d+ \((.*)\) (.*)$/.exec(readFileSync(`/proc/${pid}/stat`, "utf8").trim()) ?? [];
      // The kernel keeps fifteen letters.
      return comm === name.slice(0, 15) && Number(rest.split(" ")[1]) === parent;
    } catch {
      // It ended meanwhile.
      return false;
    }
  });
}

/** The share of one core that a process had between two looks, 1 for a whole one. */
export const share = (from: Usage, to: Usage): number => (to.cpu - from.cpu) / (to.at - from.at);
