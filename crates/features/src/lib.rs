//! The crate `features`.
