use std::panic::AssertUnwindSafe;

use futures_util::FutureExt;

/// Runs a future that reads what strangers sent. None when it panicked: its connection is broken, and nothing else.
///
/// What it left behind is only to be closed and dropped.
pub(super) async fn shielded<T>(future: impl Future<Output = T>) -> Option<T> {
    AssertUnwindSafe(future).catch_unwind().await.ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_panic_is_told_and_goes_no_further() {
        assert_eq!(shielded(async { 7 }).await, Some(7));
        assert_eq!(shielded(async { panic!("a test's panic") }).await, None::<()>);
    }
}
