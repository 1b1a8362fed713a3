use std::sync::{Arc, OnceLock};

/// Why a connection ended, once it has, if more is known than that it broke.
#[derive(Debug, Clone, Default)]
pub struct End(Arc<OnceLock<&'static str>>);

impl End {
    /// The reason, for the director.
    #[must_use]
    pub fn why(&self) -> Option<&'static str> {
        self.0.get().copied()
    }

    pub(super) fn say(&self, why: &'static str) {
        // The first reason is the reason.
        let _ = self.0.set(why);
    }
}
