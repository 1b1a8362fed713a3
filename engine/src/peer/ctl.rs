use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use webrtc::data_channel::{DataChannel, DataChannelEvent};

use crate::protocol::{CTL_LABEL, CTL_PROTOCOL, FromPhone, PhoneStatus, PhoneView, ToPhone};

/// A longer message is none of a phone's.
const MESSAGE_LIMIT: usize = 16_384;
/// More lenses, sizes or rates has no phone.
const LIST_LIMIT: usize = 16;
/// A longer name or id is none of a lens.
const TEXT_LIMIT: usize = 200;

/// A few round trips on a slow Wi-Fi.
const FAREWELL: Duration = Duration::from_millis(200);

/// The live channel with a phone: what it is told, and what it says of itself.
pub(super) struct Ctl {
    channel: Arc<dyn DataChannel>,
    open: bool,
    /// Whether the phone's page speaks this version.
    speaks: bool,
    /// Messages that could not be read.
    unread: u64,
}

/// What came over the channel.
pub(super) enum CtlEvent {
    /// It is open: the phone wants to know who it is.
    Open,
    /// What the phone says.
    Said(Box<FromPhone>),
    /// Nothing that matters.
    Nothing,
    /// It is closed.
    Closed,
}

impl Ctl {
    /// Takes a data channel if it is the live one, and gives it back if it is not.
    pub async fn take(channel: Arc<dyn DataChannel>) -> Result<Self, Arc<dyn DataChannel>> {
        match (channel.label().await, channel.protocol().await) {
            (Ok(label), Ok(protocol)) if label == CTL_LABEL => {
                let speaks = protocol == CTL_PROTOCOL;
                if !speaks {
                    tracing::info!("a phone's page is of another version of Régie");
                }
                Ok(Self { channel, open: false, speaks, unread: 0 })
            }
            _ => Err(channel),
        }
    }

    /// Closes it.
    pub async fn close(self) {
        close(self.channel.as_ref()).await;
    }

    /// Waits for the next event. Cancel safe.
    pub async fn next(&mut self) -> CtlEvent {
        match self.channel.poll().await {
            Some(DataChannelEvent::OnOpen) => {
                self.open = true;
                CtlEvent::Open
            }
            Some(DataChannelEvent::OnMessage(message)) => self.read(&message.data.freeze()),
            Some(DataChannelEvent::OnClose) | None => CtlEvent::Closed,
            Some(_) => CtlEvent::Nothing,
        }
    }

    fn read(&mut self, message: &Bytes) -> CtlEvent {
        match read(message).filter(|_| self.speaks) {
            Some(said) => CtlEvent::Said(Box::new(said)),
            None => {
                self.unread += 1;
                if self.unread.is_power_of_two() {
                    tracing::debug!(unread = self.unread, "a phone said what is not known here");
                }
                CtlEvent::Nothing
            }
        }
    }

    /// Tells the phone who it is. A phone that doesn't read misses it, and gets the next one.
    pub async fn tell(&self, view: &PhoneView) {
        self.send(&if self.speaks { ToPhone::View { view: view.clone() } } else { ToPhone::Outdated }).await;
    }

    /// Asks the phone what its clock says; false where it can't be asked.
    pub async fn probe(&self, number: u32) -> bool {
        let can = self.open && self.speaks;
        if can {
            self.send(&ToPhone::Probe { number }).await;
        }
        can
    }

    /// Tells the phone that it was removed, and gives the message time to leave before the connection is closed.
    pub async fn tell_removed(&self) {
        self.send(&ToPhone::Removed).await;
        tokio::time::sleep(FAREWELL).await;
    }

    /// Tells the phone that another one is its camera now, with the same time to leave.
    pub async fn tell_replaced(&self) {
        self.send(&ToPhone::Replaced).await;
        tokio::time::sleep(FAREWELL).await;
    }

    async fn send(&self, message: &ToPhone) {
        if !self.open {
            return;
        }
        let text = serde_json::to_string(message).expect("our messages have string keys and plain values");
        if let Err(error) = self.channel.try_send_text(&text).await {
            tracing::debug!(%error, "a phone was not told");
        }
    }
}

/// Closes a data channel, whatever state it is in.
pub(super) async fn close(channel: &dyn DataChannel) {
    if let Err(error) = channel.close().await {
        tracing::debug!(%error, "closing a data channel");
    }
}

/// Reads a phone's message; none if it is something else.
pub(super) fn read(message: &Bytes) -> Option<FromPhone> {
    if message.len() > MESSAGE_LIMIT {
        return None;
    }
    Some(match serde_json::from_slice(message).ok()? {
        FromPhone::Status { status } => {
            let battery = status.battery.filter(|level| (0.0..=1.0).contains(level));
            FromPhone::Status { status: PhoneStatus { battery, ..status } }
        }
        FromPhone::Controls { mut controls } => {
            controls.lenses.retain(|lens| lens.id.len() <= TEXT_LIMIT && lens.label.len() <= TEXT_LIMIT);
            controls.lenses.truncate(LIST_LIMIT);
            controls.lens = controls.lens.filter(|lens| lens.len() <= TEXT_LIMIT);
            controls.heights.truncate(LIST_LIMIT);
            controls.rates.truncate(LIST_LIMIT);
            controls.refused.retain(|name| name.len() <= TEXT_LIMIT);
            controls.refused.truncate(LIST_LIMIT);
            FromPhone::Controls { controls }
        }
        FromPhone::Mark => FromPhone::Mark,
        FromPhone::Call { on } => FromPhone::Call { on },
        FromPhone::Seen { cue } => FromPhone::Seen { cue },
        probed @ FromPhone::Probed { .. } => probed,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_of_a_phone_is_ignored() {
        let cases: [(&str, bool); 7] = [
            (r#"{"type":"status","status":{"battery":0.5,"charging":true,"visible":true}}"#, true),
            (r#"{"type":"status","status":{"visible":false,"news":1},"at":7}"#, true),
            (r#"{"type":"status","status":{"battery":"full"}}"#, false),
            (r#"{"battery":0.5,"charging":true,"visible":true}"#, false),
            (r#"{"type":"capabilities","torch":true}"#, false),
            ("[", false),
            ("", false),
        ];
        for (text, good) in cases {
            assert_eq!(read(&Bytes::from_static(text.as_bytes())).is_some(), good, "{text}");
        }
        assert!(read(&Bytes::from(vec![b' '; MESSAGE_LIMIT + 1])).is_none());
    }

    #[test]
    fn an_impossible_battery_is_unknown() {
        let text = br#"{"type":"status","status":{"battery":7,"visible":true}}"#;
        let Some(FromPhone::Status { status }) = read(&Bytes::from_static(text)) else { panic!("a status") };
        assert_eq!(status.battery, None);
    }
}
