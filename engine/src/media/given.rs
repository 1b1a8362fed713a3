use std::collections::VecDeque;

/// So much is remembered: the completed side is some seconds behind at most, and this is 8 s of 60 pictures a second.
const MOST: usize = 512;

/// What live pictures have been given since the sides parted, by their RTP timestamps, and the completed side has not:
/// oldest first. Of more than it remembers the oldest is forgotten.
#[derive(Debug)]
pub struct Given<T>(VecDeque<(u32, T)>);

impl<T> Default for Given<T> {
    fn default() -> Self {
        Self(VecDeque::new())
    }
}

impl<T> Given<T> {
    /// Live was given this.
    pub fn note(&mut self, timestamp: u32, what: T) {
        if self.0.len() == MOST {
            self.0.pop_front();
        }
        self.0.push_back((timestamp, what));
    }

    /// The completed side is at this picture: what live was given for it, if it was. What was before it is forgotten.
    pub fn take(&mut self, timestamp: u32) -> Option<T> {
        let at = self.0.iter().position(|(given, _)| *given == timestamp)?;
        self.0.drain(..=at).next_back().map(|(_, what)| what)
    }

    /// What live was given that the completed side comes to next.
    pub fn next(&self) -> Option<&T> {
        self.0.front().map(|(_, what)| what)
    }

    /// The sides are one again.
    pub fn clear(&mut self) {
        self.0.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_taken_in_order_and_what_was_passed_over_is_forgotten() {
        let mut given = Given::default();
        (1..=4).for_each(|timestamp| given.note(timestamp, timestamp * 10));
        assert_eq!(given.take(2), Some(20));
        assert_eq!((given.take(1), given.take(9)), (None, None));
        assert_eq!(given.next(), Some(&30));
        given.clear();
        assert_eq!(given.next(), None);
    }

    #[test]
    fn it_is_bounded() {
        let mut given = Given::default();
        (0..10_000).for_each(|timestamp| given.note(timestamp, ()));
        assert_eq!(given.0.len(), MOST);
    }
}
