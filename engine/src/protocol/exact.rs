//! How what a desk sends is read: every word of it counts. A field that a message does not have is a slip of who wrote
//! it, and to leave it out would do something else than was meant: `{"type":"live","camera":2}` does not show
//! camera 2. What a phone's page says is read in another way: an older or newer page stays a camera.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

use super::{Refusal, RefusalCode};

/// Why a message could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Unreadable {
    /// It is no such message.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
    /// It has a field that it does not have; behind dots, in what it carries.
    #[error("it has no field `{0}`")]
    Field(String),
    /// Where it has fields, there is a list.
    #[error("its fields are no list")]
    List,
}

impl From<Unreadable> for Refusal {
    /// Of a command.
    fn from(unreadable: Unreadable) -> Self {
        Self::new(RefusalCode::Malformed, format!("the command could not be read: {unreadable}"))
    }
}

/// Reads a message that has no other fields than its type.
///
/// serde's own refusal of unknown fields does not reach the variants without fields of a tagged enum, so what was read is
/// written again and compared.
///
/// # Errors
/// [`Unreadable`] says what is wrong with it.
pub fn exact<T: Serialize + DeserializeOwned>(text: &[u8]) -> Result<T, Unreadable> {
    let message: T = serde_json::from_slice(text)?;
    let known = serde_json::to_value(&message).expect("the protocol has string keys and plain values");
    compare(&serde_json::from_slice(text)?, &known)?;
    Ok(message)
}

/// Whether a value has only what is known of it.
fn compare(sent: &Value, known: &Value) -> Result<(), Unreadable> {
    let within = |path: String| {
        move |fault| match fault {
            Unreadable::Field(rest) => Unreadable::Field(format!("{path}.{rest}")),
            fault @ (Unreadable::Json(_) | Unreadable::List) => fault,
        }
    };
    match (sent, known) {
        (Value::Object(sent), Value::Object(known)) => sent.iter().try_for_each(|(name, value)| {
            let known = known.get(name).ok_or_else(|| Unreadable::Field(name.clone()))?;
            compare(value, known).map_err(within(name.clone()))
        }),
        (Value::Array(sent), Value::Array(known)) => {
            let mut both = sent.iter().zip(known).enumerate();
            both.try_for_each(|(at, (sent, known))| compare(sent, known).map_err(within(at.to_string())))
        }
        (Value::Array(_), Value::Object(_)) => Err(Unreadable::List),
        _ => Ok(()),
    }
}
