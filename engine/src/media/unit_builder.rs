use super::depacketizer::{Boundary, Depacketizer, Unit, Unusable};
use super::markers::Markers;
use super::{RtpPacket, SessionTime};

/// Puts access units together of packets that come in order: what one is, its timestamp says, where a picture begins, and
/// the marker bits where they are to be [believed](Markers).
///
/// Bounded by what a [`Depacketizer`] takes. It knows nothing of what a decoder can do with a unit.
#[derive(Debug, Clone)]
pub struct UnitBuilder {
    depacketizer: Box<dyn Depacketizer>,
    building: Option<Building>,
    markers: Markers,
    /// The timestamp of the unit that a marker ended last.
    marked: Option<u32>,
    /// Whether the next packet in order is known to begin an access unit.
    at_boundary: bool,
}

/// The access unit whose packets are coming in.
#[derive(Debug, Clone)]
struct Building {
    timestamp: u32,
    arrived: SessionTime,
    /// Whether nothing of it is missing or damaged so far.
    intact: bool,
    /// Whether it began as a keyframe does.
    keyframe: bool,
    /// When the marker came that may be its end, if that is not believed.
    marked: Option<SessionTime>,
}

/// What a packet brought about.
#[derive(Debug)]
pub enum UnitEvent {
    /// An access unit is over.
    Ended(EndedUnit),
    /// A picture goes on of which the first part went out as if it were all, or is lost: the rest is no use.
    GoesOn {
        /// Its timestamp.
        timestamp: u32,
    },
}

/// An access unit that is over.
#[derive(Debug)]
pub struct EndedUnit {
    /// Its timestamp.
    pub timestamp: u32,
    /// When the last of its packets arrived.
    pub arrived: SessionTime,
    /// Whether it began as a keyframe does.
    pub keyframe: bool,
    /// What it is; nothing when it held no picture and no sound.
    pub unit: Result<Option<Unit>, Unusable>,
}

/// An access unit that a gap went through.
#[derive(Debug, Clone, Copy)]
pub struct TornUnit {
    /// Its timestamp.
    pub timestamp: u32,
    /// Whether it began as a keyframe does.
    pub keyframe: bool,
}

impl UnitBuilder {
    /// For a stream in this payload format.
    pub fn new(depacketizer: Box<dyn Depacketizer>, markers: Markers) -> Self {
        Self { depacketizer, building: None, markers, marked: None, at_boundary: false }
    }

    /// Whether a keyframe begins with this payload.
    pub fn is_keyframe_start(&self, payload: &[u8]) -> bool {
        self.depacketizer.boundary(payload) == Boundary::KeyframeStart
    }

    /// Whether packets of a keyframe come in, and none of it is lost so far.
    pub fn is_keyframe_coming(&self) -> bool {
        self.building.as_ref().is_some_and(|building| building.intact && building.keyframe)
    }

    /// The access unit whose packets come in, and whether it is whole so far.
    pub fn at(&self) -> Option<(u32, bool)> {
        self.building.as_ref().map(|building| (building.timestamp, building.intact))
    }

    /// Whether a picture is taken to end with its marker.
    pub fn believes_markers(&self) -> bool {
        self.markers != Markers::Refuted
    }

    /// When the unit that may be whole goes out though nothing has followed it.
    pub fn held(&self) -> Option<SessionTime> {
        self.markers.deadline(self.building.as_ref()?.marked?)
    }

    /// Takes the next packet in order. One can end two units: the one before it, and its own.
    pub fn push(&mut self, packet: &RtpPacket) -> impl Iterator<Item = UnitEvent> + use<> {
        let anew = self.depacketizer.begins_anew(&packet.payload);
        let before = match &self.building {
            Some(building) if building.timestamp != packet.timestamp || building.marked.is_some() && anew => {
                self.finish_marked().map(UnitEvent::Ended)
            }
            Some(Building { marked: Some(_), .. }) => {
                self.markers = Markers::Refuted;
                None
            }
            None if self.marked == Some(packet.timestamp) && !anew => Some(self.go_on_behind_marker(packet)),
            Some(_) | None => None,
        };
        let (depacketizer, at_boundary) = (&mut self.depacketizer, self.at_boundary);
        let building = self.building.get_or_insert_with(|| {
            let boundary = depacketizer.boundary(&packet.payload);
            Building {
                timestamp: packet.timestamp,
                arrived: packet.arrived,
                intact: at_boundary || boundary != Boundary::Unknown,
                keyframe: boundary == Boundary::KeyframeStart,
                marked: None,
            }
        });
        building.arrived = building.arrived.max(packet.arrived);
        building.intact = building.intact && depacketizer.push(&packet.payload).is_ok();
        let may_end = depacketizer.may_end(packet.marker) || packet.marker && !building.intact;
        let mut own = None;
        if may_end && self.markers.end(building.intact && depacketizer.holds_keyframe()) {
            self.marked = Some(packet.timestamp);
            own = self.finish().map(UnitEvent::Ended);
        } else if may_end {
            building.marked = Some(packet.arrived);
        }
        [before, own].into_iter().flatten()
    }

    /// Takes up a picture that a marker had ended.
    fn go_on_behind_marker(&mut self, packet: &RtpPacket) -> UnitEvent {
        tracing::debug!("the marker bits do not end pictures");
        self.markers = Markers::Refuted;
        self.building = Some(Building {
            timestamp: packet.timestamp,
            arrived: packet.arrived,
            intact: false,
            keyframe: false,
            marked: None,
        });
        UnitEvent::GoesOn { timestamp: packet.timestamp }
    }

    /// Ends an access unit of which it is shown now that it is over.
    pub fn finish_marked(&mut self) -> Option<EndedUnit> {
        if self.building.as_ref().is_some_and(|building| building.marked.is_some()) {
            self.markers.proven();
        }
        self.finish()
    }

    /// Ends the access unit whose packets were coming in: the next packet begins another.
    fn finish(&mut self) -> Option<EndedUnit> {
        self.at_boundary = true;
        let Building { timestamp, arrived, intact, keyframe, marked: _ } = self.building.take()?;
        let unit = if intact { self.depacketizer.finish() } else { Err(Unusable) };
        self.depacketizer.discard();
        Some(EndedUnit { timestamp, arrived, keyframe, unit })
    }

    /// Goes on behind packets that are missing: what was begun is torn.
    pub fn tear(&mut self) -> Option<TornUnit> {
        self.depacketizer.discard();
        self.at_boundary = false;
        self.building.take().map(|building| TornUnit { timestamp: building.timestamp, keyframe: building.keyframe })
    }
}
