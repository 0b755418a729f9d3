//! The crate `stats`.
