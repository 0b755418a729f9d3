//! The crate `classifier`.
