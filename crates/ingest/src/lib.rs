//! The crate `ingest`.
