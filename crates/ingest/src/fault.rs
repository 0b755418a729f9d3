//! Faults that show while bytes are read, with the code of the reject that they become.

use std::fmt;
use std::io;

use crate::reject::RejectCode;

/// A fault that knows its code and its message.
#[derive(Debug, Clone)]
pub(crate) struct ReadFault {
    pub(crate) code: RejectCode,
    /// What was found and what was expected.
    pub(crate) message: String,
}

impl ReadFault {
    /// A file, or a part of one, that the operating system does not give.
    pub(crate) fn unreadable(error: &io::Error) -> Self {
        let message = format!("found {error}, expected a file that can be read");
        Self { code: RejectCode::Unreadable, message }
    }

    /// The fault that a failed read carries, else what the operating system says.
    pub(crate) fn of_failed_read(error: &io::Error) -> Self {
        Self::of(error).cloned().unwrap_or_else(|| Self::unreadable(error))
    }

    /// The fault that a failed read carries, if it carries one.
    pub(crate) fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }
}

impl fmt::Display for ReadFault {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for ReadFault {}

impl From<ReadFault> for io::Error {
    fn from(fault: ReadFault) -> Self {
        Self::other(fault)
    }
}
