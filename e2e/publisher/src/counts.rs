use std::sync::atomic::{AtomicU64, Ordering};

/// What all cameras of this process did so far.
#[derive(Debug, Default)]
pub struct Counts {
    /// Cameras that are connected now.
    pub connected: Count,
    /// Pictures handed to a connection.
    pub pictures: Count,
    /// Packets of those pictures; retransmissions are not among them.
    pub packets: Count,
    /// Bytes of those packets' payloads.
    pub bytes: Count,
    /// Packets, retransmissions included, that were dropped on purpose.
    pub dropped: Count,
    /// Packets that were held back on purpose.
    pub reordered: Count,
    /// Packets that were sent again because the receiver asked for them.
    pub resent: Count,
    /// Keyframes that the receiver asked for.
    pub asked: Count,
    /// Connections that were made.
    pub joins: Count,
    /// Connections that were lost or refused.
    pub faults: Count,
}

impl Counts {
    /// One line of JSON with every count by its name.
    pub fn json(&self) -> String {
        let Self { connected, pictures, packets, bytes, dropped, reordered, resent, asked, joins, faults } = self;
        let fields = [
            ("connected", connected),
            ("pictures", pictures),
            ("packets", packets),
            ("bytes", bytes),
            ("dropped", dropped),
            ("reordered", reordered),
            ("resent", resent),
            ("asked", asked),
            ("joins", joins),
            ("faults", faults),
        ];
        let fields: Vec<String> = fields.iter().map(|(name, count)| format!("\"{name}\":{}", count.get())).collect();
        format!("{{{}}}", fields.join(","))
    }
}

/// A number that several tasks change.
#[derive(Debug, Default)]
pub struct Count(AtomicU64);

impl Count {
    pub fn add(&self, more: usize) {
        self.0.fetch_add(more as u64, Ordering::Relaxed);
    }

    pub fn one_less(&self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }

    pub fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_one_line_of_json() {
        let counts = Counts::default();
        counts.pictures.add(3);
        counts.connected.add(2);
        counts.connected.one_less();
        let line = counts.json();
        assert!(line.starts_with(r#"{"connected":1,"pictures":3,"packets":0,"#), "{line}");
        assert!(line.ends_with(r#""faults":0}"#), "{line}");
    }
}
