use std::{collections::HashMap, fs, process, time::Duration};

/// Ticks of CPU time in a second: USER_HZ, 100 on every Linux of today.
const TICKS: u64 = 100;

/// CPU time of this process and everything that it started, so far: the web view draws in processes of its own.
///
/// What can't be read of one that ends at this moment counts as nothing.
pub fn of_this_process_and_its_own() -> Duration {
    let all: HashMap<u32, Process> = fs::read_dir("/proc")
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|pid| Some((pid, Process::parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)?)))
        .collect();
    let ticks = all.keys().filter(|pid| is_of(process::id(), **pid, &all)).map(|pid| all[pid].ticks).sum::<u64>();
    Duration::from_millis(ticks * 1000 / TICKS)
}

struct Process {
    parent: u32,
    ticks: u64,
}

impl Process {
    /// Reads `/proc/PID/stat` (proc(5)).
    fn parse(stat: &str) -> Option<Self> {
        // The second field is a name in brackets, with anything in it.
        let (_, rest) = stat.rsplit_once(") ")?;
        let fields: Vec<_> = rest.split(' ').collect();
        let number = |field: usize| fields.get(field)?.parse::<u64>().ok();
        Some(Self { parent: u32::try_from(number(1)?).ok()?, ticks: number(11)? + number(12)? })
    }
}

fn is_of(root: u32, mut pid: u32, all: &HashMap<u32, Process>) -> bool {
    // A process that was read before its parent ended may seem to be its own ancestor's: as many steps as there are.
    for _ in 0..=all.len() {
        if pid == root {
            return true;
        }
        match all.get(&pid) {
            Some(process) => pid = process.parent,
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_kernel_is_read_whatever_the_name_is() {
        let stat = "812 (a) b (c) S 77 812 812 0 -1 4194560 3000 0 0 0 250 50 7 7 20 0 9 0 100 1 2";
        let process = Process::parse(stat).expect("as the kernel writes it");
        assert_eq!((process.parent, process.ticks), (77, 300));
        assert!(Process::parse("812 (a").is_none());
    }

    #[test]
    fn what_a_process_started_is_its_own_and_what_another_one_did_is_not() {
        let all = [(2, 1), (3, 2), (4, 1), (5, 6), (6, 5)];
        let all = all.into_iter().map(|(pid, parent)| (pid, Process { parent, ticks: 1 })).collect();
        assert!([2, 3].into_iter().all(|pid| is_of(2, pid, &all)));
        assert!([1, 4, 5, 6, 7].into_iter().all(|pid| !is_of(2, pid, &all)));
    }

    #[test]
    fn this_process_takes_time() {
        let before = of_this_process_and_its_own();
        let mut sum = 0_u64;
        while of_this_process_and_its_own() == before {
            sum = (0..1_000_000).fold(sum, |sum, next| sum ^ std::hint::black_box(next));
        }
        assert!(of_this_process_and_its_own() > before);
    }
}
