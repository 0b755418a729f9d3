//! Data that unpack to far more than they hold.

use crate::fault::ReadFault;
use crate::reject::RejectCode;

/// Bytes that may come out of any data, however few they are.
pub(crate) const FREE_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes that may come out for one byte that went in: rows that repeat reach about 100, the fastest gzip packs zeros to a
/// 229th, the best to a 1,030th.
pub(crate) const MAX_RATIO: u64 = 200;

/// How much may come out of data within other data: what they take there, and what came out of that before them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub(crate) n_in: u64,
    pub(crate) n_out: u64,
    /// Bytes that may come out, however few go in.
    pub(crate) free_bytes: u64,
}

impl Limit {
    /// The limit of data that lie by themselves.
    pub(crate) fn of(n_in: u64) -> Self {
        Self { n_in, n_out: 0, free_bytes: FREE_BYTES }
    }

    /// Bytes that may still come out.
    pub(crate) fn room(self) -> u64 {
        self.n_in.saturating_mul(MAX_RATIO).max(self.free_bytes).saturating_sub(self.n_out)
    }

    /// Refuses `n_out` bytes more once that is more than a dump of articles can be.
    ///
    /// # Errors
    /// A fault of the code `bomb`.
    pub(crate) fn check(self, n_out: u64) -> Result<(), ReadFault> {
        if n_out <= self.room() {
            return Ok(());
        }
        let (n_in, n_out) = (self.n_in, self.n_out.saturating_add(n_out));
        let mib = self.free_bytes / (1024 * 1024);
        let message = format!(
            "found {n_in} bytes that unpack to {n_out} or more, expected at most {MAX_RATIO} times as many, or {mib} MiB"
        );
        Err(ReadFault { code: RejectCode::Bomb, message })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_much_from_little_is_refused() {
        let check = |n_in: u64, n_out: u64, expected: bool| {
            assert_eq!(Limit::of(n_in).check(n_out).is_ok(), expected, "{n_in} to {n_out}");
        };
        check(0, FREE_BYTES, true);
        check(1000, FREE_BYTES + 1, false);
        check(FREE_BYTES / 100, FREE_BYTES + 1, true);
        check(u64::MAX, u64::MAX, true);
    }

    #[test]
    fn what_came_out_before_counts() {
        let check = |n_in: u64, n_out: u64, expected: u64| {
            let free_bytes = FREE_BYTES;
            assert_eq!(Limit { n_in, n_out, free_bytes }.room(), expected, "{n_in} to {n_out}");
        };
        check(0, 1000, FREE_BYTES - 1000);
        check(FREE_BYTES, FREE_BYTES, (MAX_RATIO - 1) * FREE_BYTES);
        check(0, FREE_BYTES + 1, 0);
    }
}
