//! Data that unpack to far more than they hold.

use crate::fault::ReadFault;
use crate::reject::RejectCode;

/// Bytes that may come out of any data, however few they are.
pub(crate) const FREE_BYTES: u64 = 64 * 1024 * 1024;
/// Bytes that may come out for one byte that went in: rows that repeat reach about 100, the fastest gzip packs zeros to a
/// 229th, the best to a 1,030th.
pub(crate) const MAX_RATIO: u64 = 200;

/// Refuses what `n_in` bytes unpack to once that is more than a dump of articles can be.
///
/// # Errors
/// A fault of the code `bomb`.
pub(crate) fn check_ratio(n_in: u64, n_out: u64) -> Result<(), ReadFault> {
    if n_out <= FREE_BYTES || n_out <= n_in.saturating_mul(MAX_RATIO) {
        return Ok(());
    }
    let mib = FREE_BYTES / (1024 * 1024);
    let message = format!(
        "found {n_in} bytes that unpack to {n_out} or more, expected at most {MAX_RATIO} times as many, or {mib} MiB"
    );
    Err(ReadFault { code: RejectCode::Bomb, message })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_much_from_little_is_refused() {
        let check = |n_in: u64, n_out: u64, expected: bool| {
            assert_eq!(check_ratio(n_in, n_out).is_ok(), expected, "{n_in} to {n_out}");
        };
        check(0, FREE_BYTES, true);
        check(1000, FREE_BYTES + 1, false);
        check(FREE_BYTES / 100, FREE_BYTES + 1, true);
        check(u64::MAX, u64::MAX, true);
    }
}
