use std::{sync::Arc, time::Duration};

use bytes::Bytes;
use webrtc::data_channel::{DataChannel, DataChannelEvent};

use crate::protocol::{PhoneRemoved, PhoneReplaced, PhoneStatus, PhoneView};

/// The label of the one data channel that is listened to.
const LABEL: &str = "ctl";
/// A longer message is no status.
const MESSAGE_LIMIT: usize = 4096;

/// A few round trips on a slow Wi-Fi.
const FAREWELL: Duration = Duration::from_millis(200);

/// The live channel with a phone: what it is told, and what it says of itself.
pub(super) struct Ctl {
    channel: Arc<dyn DataChannel>,
    open: bool,
}

/// What came over the channel.
pub(super) enum CtlEvent {
    /// It is open: the phone wants to know who it is.
    Open,
    /// The phone's status.
    Status(PhoneStatus),
    /// Nothing that matters.
    Nothing,
    /// It is closed.
    Closed,
}

impl Ctl {
    /// Takes a data channel if it is the live one, and gives it back if it is not.
    pub async fn take(channel: Arc<dyn DataChannel>) -> Result<Self, Arc<dyn DataChannel>> {
        match channel.label().await {
            Ok(label) if label == LABEL => Ok(Self { channel, open: false }),
            Ok(_) | Err(_) => Err(channel),
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
            Some(DataChannelEvent::OnMessage(message)) => {
                status(&message.data.freeze()).map_or(CtlEvent::Nothing, CtlEvent::Status)
            }
            Some(DataChannelEvent::OnClose) | None => CtlEvent::Closed,
            Some(_) => CtlEvent::Nothing,
        }
    }

    /// Tells the phone who it is. A phone that doesn't read misses it, and gets the next one.
    pub async fn tell(&self, view: &PhoneView) {
        self.send(view).await;
    }

    /// Tells the phone that it was removed, and gives the message time to leave before the connection is closed.
    pub async fn tell_removed(&self) {
        self.send(&PhoneRemoved { removed: true }).await;
        tokio::time::sleep(FAREWELL).await;
    }

    /// Tells the phone that another one is its camera now, with the same time to leave.
    pub async fn tell_replaced(&self) {
        self.send(&PhoneReplaced { replaced: true }).await;
        tokio::time::sleep(FAREWELL).await;
    }

    async fn send(&self, message: &impl serde::Serialize) {
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

/// Reads what a phone says of itself; none if it is something else.
pub(super) fn status(message: &Bytes) -> Option<PhoneStatus> {
    if message.len() > MESSAGE_LIMIT {
        return None;
    }
    let mut status: PhoneStatus = serde_json::from_slice(message).ok()?;
    status.battery = status.battery.filter(|level| (0.0..=1.0).contains(level));
    Some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_status_is_ignored() {
        let cases: [(&str, bool); 5] = [
            (r#"{"battery":0.5,"charging":true,"visible":true}"#, true),
            (r#"{"visible":false,"news":1}"#, true),
            (r#"{"battery":"full"}"#, false),
            ("[", false),
            ("", false),
        ];
        for (text, good) in cases {
            assert_eq!(status(&Bytes::from_static(text.as_bytes())).is_some(), good, "{text}");
        }
        assert!(status(&Bytes::from(vec![b' '; MESSAGE_LIMIT + 1])).is_none());
    }

    #[test]
    fn an_impossible_battery_is_unknown() {
        let status = status(&Bytes::from_static(br#"{"battery":7,"visible":true}"#)).expect("a status");
        assert_eq!(status.battery, None);
    }
}
