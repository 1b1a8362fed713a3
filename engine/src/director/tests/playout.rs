//! How far behind whoever watches is.

use super::words::*;
use crate::protocol::Playout;

/// Anna's air needs 400 ms.
fn uneven() -> Vec<(crate::protocol::Millis, crate::director::Input)> {
    and(anna_and_ben(), &[(2_000, needs_delay("anna", 400))])
}

#[test]
fn how_far_behind_whoever_watches_is() {
    check(vec![
        Case {
            what: "a camera's pictures need to be held back",
            given: anna_and_ben(),
            when: (2_000, needs_delay("anna", 400)),
            then: &["1 Camera 1, live since 1000, PROGRAM, 400 ms behind"],
        },
        Case {
            what: "what it needed already is no news",
            given: uneven(),
            when: (3_000, needs_delay("anna", 400)),
            then: &[],
        },
        Case {
            what: "news of a camera that is gone is late",
            given: anna_and_ben(),
            when: (2_000, needs_delay("cleo", 400)),
            then: &[],
        },
        Case {
            what: "another connection is of other air, perhaps",
            given: uneven(),
            when: (3_000, joins("anna")),
            then: &["on air: slate", "1 Camera 1, connecting since 3000, off", "→ tell anna: 1 Camera 1, off"],
        },
        Case {
            what: "by itself nobody is further behind than a second",
            given: anna_and_ben(),
            when: (2_000, needs_delay("anna", 1_700)),
            then: &["1 Camera 1, live since 1000, PROGRAM, 1000 ms behind"],
        },
        Case {
            what: "the director's bound holds at once, and is kept",
            given: uneven(),
            when: (3_000, playout(Playout::UpTo { delay: 150 })),
            then: &[
                "1 Camera 1, live since 1000, PROGRAM, 150 ms behind",
                "playout: UpTo { delay: 150 }",
                "→ remember",
            ],
        },
        Case {
            what: "a higher bound lets them be as far behind as they need",
            given: and(uneven(), &[(3_000, playout(Playout::UpTo { delay: 150 }))]),
            when: (4_000, playout(Playout::UpTo { delay: 2_000 })),
            then: &[
                "1 Camera 1, live since 1000, PROGRAM, 400 ms behind",
                "playout: UpTo { delay: 2000 }",
                "→ remember",
            ],
        },
        Case {
            what: "as it comes",
            given: uneven(),
            when: (3_000, playout(Playout::AsItComes)),
            then: &["1 Camera 1, live since 1000, PROGRAM", "playout: AsItComes", "→ remember"],
        },
        Case {
            what: "what is set already is no news",
            given: anna_and_ben(),
            when: (3_000, playout(Playout::Automatic)),
            then: &[],
        },
        Case {
            what: "a bound out of range",
            given: anna_and_ben(),
            when: (3_000, playout(Playout::UpTo { delay: 2_001 })),
            then: &["refused: OutOfRange"],
        },
        Case {
            what: "a camera takes its delay along to another number",
            given: uneven(),
            when: (3_000, renumber(1, 2)),
            then: &[
                "1 is 2 now",
                "1 Camera 1, live since 1500, off",
                "2 Camera 2, live since 1000, PROGRAM, 400 ms behind",
                "→ remember",
                "→ tell ben: 1 Camera 1, off",
                "→ tell anna: 2 Camera 2, PROGRAM",
            ],
        },
    ]);
}
