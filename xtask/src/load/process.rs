//! What a process has used, by the kernel's own count.

use std::{
    collections::{BTreeMap, HashSet},
    fs,
    path::Path,
    time::Duration,
};

use crate::problem::{Doing, Outcome, Problem};

/// The counters of a process at one moment.
#[derive(Debug)]
pub struct Usage {
    /// Time on a core, of all its threads that still live.
    pub cpu: Duration,
    /// The same by thread.
    threads: BTreeMap<String, Duration>,
    /// Memory at this moment, in KB.
    pub rss_kb: u64,
    /// The most it ever was, in KB.
    pub peak_rss_kb: u64,
    /// Datagrams that the kernel dropped because the process did not read them in time.
    pub drops: u64,
}

impl Usage {
    /// Reads them.
    pub fn of(process: u32) -> Outcome<Self> {
        let home = Path::new("/proc").join(process.to_string());
        let status = fs::read_to_string(home.join("status"))
            .doing("read what a process uses: it takes Linux's /proc")?;
        let kilobytes = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.trim_start_matches(':').trim().split(' ').next()?.parse().ok())
                .ok_or_else(|| Problem::new(format!("/proc says nothing about {name}.")))
        };
        let threads = threads(&home)?;
        Ok(Self {
            cpu: threads.values().sum(),
            threads,
            rss_kb: kilobytes("VmRSS")?,
            peak_rss_kb: kilobytes("VmHWM")?,
            drops: drops(&home),
        })
    }

    /// How many cores it kept busy in so many seconds.
    pub fn cores_since(&self, before: &Self, seconds: u32) -> f64 {
        (self.cpu - before.cpu).as_secs_f64() / f64::from(seconds.max(1))
    }

    /// What the busiest of its threads did of all that was done meanwhile, from 0 to 1: where it is 1, a second core is of
    /// no use to it.
    pub fn busiest_since(&self, before: &Self) -> f64 {
        let since = |(name, time): (&String, &Duration)| {
            time.saturating_sub(before.threads.get(name).copied().unwrap_or_default()).as_secs_f64()
        };
        let busiest = self.threads.iter().map(since).fold(0.0, f64::max);
        busiest / self.threads.iter().map(since).sum::<f64>().max(f64::MIN_POSITIVE)
    }
}

/// In nanoseconds from the scheduler; `/proc/*/stat` counts in hundredths of a second only.
fn threads(home: &Path) -> Outcome<BTreeMap<String, Duration>> {
    let tasks = fs::read_dir(home.join("task")).doing("list the threads of a process")?;
    let used = tasks.flatten().map(|task| {
        // A thread may have ended in this moment.
        let schedule = fs::read_to_string(task.path().join("schedstat")).unwrap_or_default();
        let nanoseconds = schedule.split(' ').next().and_then(|first| first.parse::<u64>().ok());
        let name = task.file_name().to_string_lossy().into_owned();
        (name, Duration::from_nanos(nanoseconds.unwrap_or_default()))
    });
    Ok(used.collect())
}

fn drops(home: &Path) -> u64 {
    let Ok(files) = fs::read_dir(home.join("fd")) else { return 0 };
    let own: HashSet<String> = files
        .flatten()
        .filter_map(|file| {
            let target = fs::read_link(file.path()).ok()?;
            Some(target.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.to_owned())
        })
        .collect();
    ["udp", "udp6"].iter().map(|table| drops_in(&home.join("net").join(table), &own)).sum()
}

fn drops_in(table: &Path, own: &HashSet<String>) -> u64 {
    let table = fs::read_to_string(table).unwrap_or_default();
    let rows = table.lines().skip(1).map(|line| line.split_whitespace().collect::<Vec<_>>());
    rows.filter(|row| row.get(9).is_some_and(|inode| own.contains(*inode)))
        .filter_map(|row| row.last()?.parse::<u64>().ok())
        .sum()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn this_process_uses_time_and_memory() {
        let before = Usage::of(std::process::id()).unwrap();
        let mut number = 1_u64;
        while Usage::of(std::process::id()).unwrap().cpu < before.cpu + Duration::from_millis(5) {
            number = std::hint::black_box(number.wrapping_mul(3));
        }
        assert!(before.rss_kb > 500 && before.peak_rss_kb >= before.rss_kb);
        assert!(Usage::of(u32::MAX).is_err());
    }

    #[test]
    fn the_busiest_thread_is_told_by_what_it_did_meanwhile() {
        let usage = |threads: [(&str, u64); 2]| Usage {
            cpu: Duration::ZERO,
            threads: threads.map(|(name, time)| (name.to_owned(), Duration::from_millis(time))).into(),
            rss_kb: 0,
            peak_rss_kb: 0,
            drops: 0,
        };
        let before = usage([("1", 900), ("2", 100)]);
        assert!((usage([("1", 901), ("2", 102)]).busiest_since(&before) - 2.0 / 3.0).abs() < 1e-9);
        assert_eq!(usage([("1", 901), ("2", 100)]).busiest_since(&before), 1.0);
        assert_eq!(before.busiest_since(&before), 0.0);
    }
}
