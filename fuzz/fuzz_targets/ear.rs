#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| regie::fuzzing::ear(input));
