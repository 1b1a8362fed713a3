use rtc::sdp::SessionDescription;

use super::{
    Offered, formats,
    normal::{direction, is_off, normal},
    parser::parse,
    transport::Transport,
};

/// A server's answer to an offer of ours, as the crate sees it.
#[derive(Debug)]
pub(in crate::peer) struct Answer {
    pub description: SessionDescription,
    pub offered: Offered,
}

/// Why a server's answer is of no use.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(in crate::peer) enum BadAnswer {
    /// It can't be read, or says no way to the server.
    #[error("{0}")]
    Bad(String),
    /// It leaves out a track, or all that was offered for it.
    #[error("it leaves out a track")]
    Partial,
}

impl Answer {
    /// Reads an answer and checks that each section is taken up, with media that does not flow `against` us alone
    /// (`recvonly` where we receive).
    ///
    /// # Errors
    /// [`BadAnswer`].
    pub fn read(text: &str, against: &str) -> Result<Self, BadAnswer> {
        let read = parse(text).map_err(|error| BadAnswer::Bad(error.to_string()))?;
        let taken = |section| {
            let flows = ![against, "inactive"].contains(&direction(&read, section));
            flows && !is_off(section) && !formats::of(section).is_empty()
        };
        if !read.media_descriptions.iter().all(taken) {
            return Err(BadAnswer::Partial);
        }
        let transport = Transport::of(&read).map_err(|error| BadAnswer::Bad(error.to_string()))?;
        Ok(Self { description: normal(&read, &transport), offered: Offered::of(&read) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "v=0\r\no=- 1 2 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\na=group:BUNDLE 0 1\r\na=ice-lite\r\na=ice-ufrag:abcd\r\na=ice-pwd:0123456789012345678901\r\na=fingerprint:SHA-256 00:01:02:03:04:05:06:07:08:09:0A:0B:0C:0D:0E:0F:10:11:12:13:14:15:16:17:18:19:1A:1B:1C:1D:1E:1F\r\n";
    const AUDIO: &str = "m=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=rtpmap:111 opus/48000/2\r\na=mid:0\r\na=sendonly\r\na=msid:a b\r\na=rtcp-mux\r\n";
    const VIDEO: &str =
        "m=video 9 UDP/TLS/RTP/SAVPF 96\r\na=rtpmap:96 VP8/90000\r\na=mid:1\r\na=sendonly\r\na=msid:a c\r\n";

    #[test]
    fn an_answer_needs_no_ssrc() {
        let answer = Answer::read(&format!("{HEAD}{AUDIO}{VIDEO}"), "recvonly").expect("a good answer");
        let seen = answer.description.to_string();
        assert!(seen.contains("a=ice-lite\r\n") && !seen.contains("msid"), "{seen}");
        assert_eq!(seen.matches("a=fingerprint:sha-256 00:01").count(), 2);
        assert!(answer.offered.format(crate::media::Track::Video, 96).is_some());
    }

    #[test]
    fn an_answer_in_part_is_none() {
        let whole = format!("{HEAD}{AUDIO}{VIDEO}");
        let bad = [whole.replace("a=ice-pwd", "a=x"), whole.replace("SHA-256", "sha-1"), String::new()];
        for text in bad {
            assert!(matches!(Answer::read(&text, "recvonly"), Err(BadAnswer::Bad(_))), "{text}");
        }
        let partial =
            [("m=video 9", "m=video 0"), ("VP8", "AV1"), ("a=sendonly", "a=inactive"), ("a=sendonly", "a=recvonly")];
        for (from, to) in partial {
            let text = whole.replace(from, to);
            assert_eq!(Answer::read(&text, "recvonly").err(), Some(BadAnswer::Partial), "{text}");
        }
    }
}
