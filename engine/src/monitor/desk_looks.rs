use std::{
    collections::BTreeMap,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
};

use tokio::sync::watch;

use crate::protocol::{FeedId, Looks};

/// By feed, and by who looks at it.
type Seen = BTreeMap<FeedId, BTreeMap<u64, Looks>>;

/// How the cameras' pictures look at the desks that draw them, as they tell. A clone is a handle to the same.
#[derive(Debug, Clone)]
pub struct DeskLooks {
    /// Of cameras in the roster. Held for the time of a look.
    seen: Arc<Mutex<Seen>>,
    last: Arc<AtomicU64>,
    changed: watch::Sender<()>,
}

impl Default for DeskLooks {
    fn default() -> Self {
        Self { seen: Arc::default(), last: Arc::default(), changed: watch::Sender::new(()) }
    }
}

impl DeskLooks {
    /// A desk that looks; what it has told counts for as long as this is there.
    pub(super) fn open(&self) -> Looking {
        Looking { looks: self.clone(), id: self.last.fetch_add(1, Ordering::Relaxed) }
    }

    /// What all desks that look at this feed see of it; nothing where none does. Where they differ, one of them draws
    /// wrongly.
    #[must_use]
    pub fn of(&self, feed: FeedId) -> Looks {
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let both = |one: Looks, other: Looks| Looks {
            black: one.black && other.black,
            white: one.white && other.white,
            still: one.still && other.still,
        };
        seen.get(&feed).and_then(|desks| desks.values().copied().reduce(both)).unwrap_or_default()
    }

    /// Sees that something changed.
    pub(crate) fn follow(&self) -> watch::Receiver<()> {
        self.changed.subscribe()
    }

    /// The feed is gone.
    pub fn forget(&self, feed: FeedId) {
        self.change(|seen| drop(seen.remove(&feed)));
    }

    fn change(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.seen.lock().unwrap_or_else(PoisonError::into_inner));
        self.changed.send_replace(());
    }
}

/// One desk's share of [`DeskLooks`], which is taken back when this is dropped.
#[derive(Debug)]
pub(super) struct Looking {
    looks: DeskLooks,
    id: u64,
}

impl Looking {
    /// The feed, which there is, looks like this here; or is not looked at any more.
    pub fn sees(&self, feed: FeedId, looks: Option<Looks>) {
        self.looks.change(|seen| match looks {
            Some(looks) => drop(seen.entry(feed).or_default().insert(self.id, looks)),
            None => drop(seen.get_mut(&feed).and_then(|desks| desks.remove(&self.id))),
        });
    }

    /// Only these are looked at any more.
    pub fn keep(&self, wanted: impl Fn(FeedId) -> bool) {
        self.looks.change(|seen| {
            for (_, desks) in seen.iter_mut().filter(|(feed, _)| !wanted(**feed)) {
                desks.remove(&self.id);
            }
        });
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.keep(|_| false);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BLACK: Looks = Looks { black: true, white: false, still: false };
    const STILL_AND_BLACK: Looks = Looks { black: true, white: false, still: true };

    #[test]
    fn what_counts_is_what_all_desks_see() {
        let looks = DeskLooks::default();
        let (feed, other) = (FeedId(1), FeedId(2));
        assert_eq!(looks.of(feed), Looks::default());
        let (one, two) = (looks.open(), looks.open());
        one.sees(feed, Some(STILL_AND_BLACK));
        assert_eq!((looks.of(feed), looks.of(other)), (STILL_AND_BLACK, Looks::default()));
        two.sees(feed, Some(BLACK));
        assert_eq!(looks.of(feed), BLACK);
        two.sees(feed, Some(Looks::default()));
        assert_eq!(looks.of(feed), Looks::default(), "one of them draws wrongly");
        two.sees(feed, None);
        assert_eq!(looks.of(feed), STILL_AND_BLACK, "it looks elsewhere");
    }

    #[test]
    fn a_desk_that_leaves_takes_its_looks_back() {
        let looks = DeskLooks::default();
        let changes = looks.follow();
        let desk = looks.open();
        desk.sees(FeedId(1), Some(BLACK));
        desk.sees(FeedId(2), Some(BLACK));
        desk.keep(|feed| feed == FeedId(2));
        assert_eq!((looks.of(FeedId(1)), looks.of(FeedId(2))), (Looks::default(), BLACK));
        drop(desk);
        assert_eq!(looks.of(FeedId(2)), Looks::default());
        assert!(changes.has_changed().expect("its other end is here"));
    }
}
