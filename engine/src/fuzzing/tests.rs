//! The corpora of `fuzz/corpus`, without a fuzzer.

use std::{fs, path::Path};

use super::TARGETS;

#[test]
fn every_corpus_runs_through_its_target() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/corpus");
    for (name, target) in TARGETS {
        let mut seeds: Vec<_> = fs::read_dir(corpora.join(name))
            .unwrap_or_else(|error| panic!("{name} has no corpus: {error}"))
            .map(|entry| entry.expect("a directory entry").path())
            .collect();
        seeds.sort();
        assert!(!seeds.is_empty(), "{name} has an empty corpus");
        for seed in seeds {
            let input = fs::read(&seed).expect("a readable file");
            // libtest shows the output of a test that failed, so the last line names the seed.
            println!("{}", seed.display());
            target(&input);
        }
    }
}

#[test]
fn every_target_takes_nothing_and_noise() {
    for (_, target) in TARGETS {
        target(&[]);
        target(&[0xff; 64]);
    }
}
