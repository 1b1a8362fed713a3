use super::access::Tokens;
use crate::{studio::Studio, vital::Vitals};

/// What every handler has.
#[derive(Clone)]
pub(crate) struct AppState {
    pub studio: Studio,
    pub tokens: Tokens,
    pub vitals: Vitals,
}
