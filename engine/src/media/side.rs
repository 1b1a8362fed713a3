/// Which of the two sides of a feed a frame is for.
///
/// Both get the same frames for as long as nothing is missing. Where live pictures went on without something, what comes
/// late is for the completed side alone, until both are at the same frame again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Nothing is missing: the live and the completed side have the same.
    Both,
    /// The live side goes on without what is missing: the completed side gets the very same bytes at the same time later,
    /// in order.
    Live,
    /// It came late, or behind something that came late: what is kept has it, live pictures went on without it or had it
    /// before.
    Completed,
}
