fn main() {
    // Tauri takes the page into the binary and does not watch it.
    println!("cargo:rerun-if-changed=../ui/dist");
    tauri_build::build();
}
