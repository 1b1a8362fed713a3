use tokio_util::sync::CancellationToken;

use crate::director::{DeskId, Input};

/// Who asks for something: a desk's connection, as the studio knows it.
#[derive(Debug, Clone)]
pub(super) struct Caller {
    pub id: DeskId,
    /// Cancelled when it has ended.
    pub ended: CancellationToken,
}

impl Caller {
    /// Waits until its connection has ended, and says so.
    pub async fn left(self) -> Input {
        self.ended.cancelled().await;
        Input::DeskLeft { desk: self.id }
    }
}
