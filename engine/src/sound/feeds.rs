use std::{collections::BTreeMap, sync::Arc};

use crate::{feed::Feed, protocol::FeedId};

/// The cameras' feeds.
pub type Feeds = Arc<BTreeMap<FeedId, Feed>>;
