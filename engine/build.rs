//! The pages are part of the binary: a rebuilt page is a reason to build again.

fn main() {
    println!("cargo::rerun-if-changed=../ui/dist");
    println!("cargo::rerun-if-changed=../phone/dist");
}
