//! The one place where threads start.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
};

use crate::error::Error;

/// Items that one worker takes at once.
const BATCH_ITEMS: usize = 64;
/// A batch is also full at this many bytes.
const BATCH_BYTES: usize = 256 << 10;
/// Batches for each worker that are read and not yet written.
const BATCHES_AHEAD: usize = 4;

/// The threads of a job, and how to stop them.
pub struct Workers<'a> {
    pool: rayon::ThreadPool,
    interrupted: &'a AtomicBool,
    progress: &'a dyn Progress,
}

/// Is told how far a job has come; called from several threads.
pub trait Progress: Sync {
    /// So many more records, of so many bytes, are read.
    fn advance(&self, n_records: u64, n_bytes: u64);
}

/// Tells nobody.
pub struct Silent;

impl Progress for Silent {
    fn advance(&self, _: u64, _: u64) {}
}

impl<'a> Workers<'a> {
    /// Starts `n_threads` workers (0: one a core). Once `interrupted` is set, a job ends with [`Error::Interrupted`].
    ///
    /// # Errors
    /// [`Error::Setting`] where the system does not give the threads.
    pub fn new(
        n_threads: usize,
        interrupted: &'a AtomicBool,
        progress: &'a dyn Progress,
    ) -> Result<Self, Error> {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build();
        let pool =
            pool.map_err(|error| Error::Setting(format!("--threads {n_threads}: {error}")))?;
        Ok(Self { pool, interrupted, progress })
    }

    /// Runs rayon's parallel iterators in `job` on these workers.
    pub(crate) fn install<T: Send>(&self, job: impl FnOnce() -> T + Send) -> T {
        self.pool.install(job)
    }

    /// Reads `items`, works on them on all threads, and hands the results to `sink` in the order of the items.
    ///
    /// One thread reads ahead and one writes behind, each by a few batches, so memory holds a handful of
    /// batches. With one worker all happens on one thread.
    pub(crate) fn process<I, S, T>(
        &self,
        items: I,
        n_bytes: impl Fn(&I::Item) -> usize + Send,
        new_state: impl Fn() -> S + Sync,
        work: impl Fn(&mut S, I::Item) -> T + Sync,
        mut sink: impl FnMut(T) -> Result<(), Error> + Send,
    ) -> Result<(), Error>
    where
        I: Iterator + Send,
        I::Item: Send,
        T: Send,
    {
        let batches = Batches { items, n_bytes, workers: self };
        if self.pool.current_num_threads() == 1 {
            let mut state = new_state();
            for item in batches.flatten() {
                self.check_interrupted()?;
                sink(work(&mut state, item))?;
            }
            return self.check_interrupted();
        }
        let n_ahead = BATCHES_AHEAD * self.pool.current_num_threads();
        std::thread::scope(|scope| {
            let (to_work, from_reader) = sync_channel(n_ahead);
            let (to_sink, from_work) = sync_channel(n_ahead);
            let (permit, permits) = sync_channel(n_ahead);
            scope.spawn(move || read_batches(batches, &permits, &to_work));
            let writer =
                scope.spawn(move || write_in_order(from_work, n_ahead, &permit, &mut sink));
            let from_reader = Mutex::new(from_reader);
            self.pool.broadcast(|_| {
                let mut state = new_state();
                while let Some((number, batch)) = next_batch(&from_reader) {
                    let results: Vec<T> =
                        batch.into_iter().map(|item| work(&mut state, item)).collect();
                    if to_sink.send((number, results)).is_err() {
                        break;
                    }
                }
            });
            drop(to_sink);
            drop(from_reader);
            writer.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })?;
        self.check_interrupted()
    }

    /// An error where the user asked to stop.
    pub(crate) fn check_interrupted(&self) -> Result<(), Error> {
        if self.interrupted.load(Ordering::Relaxed) { Err(Error::Interrupted) } else { Ok(()) }
    }
}

/// Numbers the batches; a batch is read once there is a permit for it.
fn read_batches<B>(
    batches: impl Iterator<Item = B>,
    permits: &Receiver<()>,
    to_work: &SyncSender<(usize, B)>,
) {
    for numbered in batches.enumerate() {
        if permits.recv().is_err() || to_work.send(numbered).is_err() {
            return;
        }
    }
}

fn next_batch<B>(from_reader: &Mutex<Receiver<B>>) -> Option<B> {
    from_reader.lock().unwrap_or_else(PoisonError::into_inner).recv().ok()
}

/// Hands results to `sink` in the order of the batches, and gives a permit to read for every batch that is done with.
fn write_in_order<T>(
    from_work: Receiver<(usize, Vec<T>)>,
    n_ahead: usize,
    permit: &SyncSender<()>,
    sink: &mut impl FnMut(T) -> Result<(), Error>,
) -> Result<(), Error> {
    // Permits are lost only where the reader is at its end.
    for _ in 0..n_ahead {
        let _ = permit.send(());
    }
    let mut early = BTreeMap::new();
    let mut next = 0;
    for (number, results) in from_work {
        early.insert(number, results);
        while let Some(results) = early.remove(&next) {
            results.into_iter().try_for_each(&mut *sink)?;
            next += 1;
            let _ = permit.send(());
        }
    }
    Ok(())
}

/// Items in batches; ends early where the job is interrupted.
struct Batches<'w, I, N> {
    items: I,
    n_bytes: N,
    workers: &'w Workers<'w>,
}

impl<I: Iterator, N: Fn(&I::Item) -> usize> Iterator for Batches<'_, I, N> {
    type Item = Vec<I::Item>;

    fn next(&mut self) -> Option<Vec<I::Item>> {
        let mut batch = Vec::new();
        let mut n_bytes = 0;
        while batch.len() < BATCH_ITEMS
            && n_bytes < BATCH_BYTES
            && self.workers.check_interrupted().is_ok()
        {
            let Some(item) = self.items.next() else { break };
            n_bytes += (self.n_bytes)(&item);
            batch.push(item);
        }
        self.workers.progress.advance(batch.len() as u64, n_bytes as u64);
        (!batch.is_empty()).then_some(batch)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn process(n_threads: usize, interrupt_at: Option<u32>) -> (Vec<u32>, Result<(), Error>) {
        let interrupted = AtomicBool::new(false);
        let workers = Workers::new(n_threads, &interrupted, &Silent).unwrap();
        let mut results = Vec::new();
        let sink = |value| {
            results.push(value);
            if Some(value) == interrupt_at {
                interrupted.store(true, Ordering::Relaxed);
            }
            Ok(())
        };
        let outcome = workers.process(0..5_000_u32, |_| 1, || 0_u32, |_, item| item, sink);
        (results, outcome)
    }

    #[test]
    fn results_come_in_the_order_of_the_items() {
        for n_threads in [1, 2, 5] {
            let (results, outcome) = process(n_threads, None);
            outcome.unwrap();
            assert!(results.into_iter().eq(0..5_000), "{n_threads} threads");
        }
    }

    #[test]
    fn an_interrupted_job_says_so() {
        for n_threads in [1, 3] {
            let (results, outcome) = process(n_threads, Some(700));
            assert!(matches!(outcome, Err(Error::Interrupted)));
            assert!(results.len() < 5_000);
        }
    }

    #[test]
    fn a_fault_of_the_sink_ends_the_job() {
        let interrupted = AtomicBool::new(false);
        for n_threads in [1, 2] {
            let workers = Workers::new(n_threads, &interrupted, &Silent).unwrap();
            let sink = |_| Err(Error::Setting("full".to_owned()));
            let outcome = workers.process(0..100_000, |_| 1, || (), |(), item: u32| item, sink);
            assert_eq!(outcome.unwrap_err().to_string(), "full");
        }
    }
}
