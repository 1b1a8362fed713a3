use std::{
    env, fs,
    path::{Path, PathBuf},
    time::UNIX_EPOCH,
};

use serde::{Deserialize, Serialize};

/// Settings that say how things are drawn begin like this.
const SETTINGS: [&str; 9] =
    ["WEBKIT_", "LIBGL_", "MESA_", "GALLIUM_", "__GLX_", "__EGL_", "__NV_", "GDK_BACKEND", "DRI_PRIME"];
/// Those of them that say who drives a window from outside.
pub const DRIVERS: [&str; 3] = ["WEBKIT_INSPECTOR_SERVER", "TAURI_AUTOMATION", "TAURI_WEBVIEW_AUTOMATION"];
/// What draws, by the beginning of its library's name.
const LIBRARIES: [&str; 5] = ["libEGL", "libGLX", "libgallium", "libgbm", "libvulkan"];

/// What on this machine decides how a web view draws, as far as a look without opening a driver tells: lines for
/// people, which are the same as long as nothing of it has changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine(Vec<String>);

impl Machine {
    /// This one, as it is now. Takes a few milliseconds.
    pub fn this() -> Self {
        let mut lines = vec![
            format!("regie {}", env!("CARGO_PKG_VERSION")),
            format!("webkitgtk {}", tauri::webview_version().unwrap_or_default()),
            // The drivers that come with it are of its version.
            format!("kernel {}", line_of("/proc/sys/kernel/osrelease")),
            format!("nvidia {}", line_of("/sys/module/nvidia/version")),
        ];
        lines.push(display(env::var("WAYLAND_DISPLAY").ok().as_deref(), env::var("DISPLAY").ok().as_deref()));
        lines.extend(settings(
            env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?))),
        ));
        lines.extend(cards(Path::new("/sys/class/drm")));
        if let Some(dir) = webkit_dir() {
            lines.extend(libraries(&dir));
        }
        Self(lines)
    }
}

/// What the display is: this computer's or another's. Its number is of the login, and says nothing.
fn display(wayland: Option<&str>, x11: Option<&str>) -> String {
    match (wayland, x11) {
        (Some(_), _) => "display wayland".to_owned(),
        (None, Some(x11)) => format!("display x11 of {:?}", x11.rsplit_once(':').map_or(x11, |(host, _)| host)),
        (None, None) => "display none".to_owned(),
    }
}

fn line_of(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap_or_default().trim().to_owned()
}

fn settings(env: impl Iterator<Item = (String, String)>) -> Vec<String> {
    let draws = |name: &str| begins_with_one_of(name, &SETTINGS) && !DRIVERS.contains(&name);
    sorted(env.filter(|(name, _)| draws(name)).map(|(name, value)| format!("{name}={value}")))
}

/// The GPUs, each with its driver.
fn cards(drm: &Path) -> Vec<String> {
    let is_card =
        |name: &str| name.strip_prefix("card").is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
    sorted(names(drm).filter(|name| is_card(name)).map(|name| {
        let device = drm.join(&name).join("device");
        let driver = fs::read_link(device.join("driver")).unwrap_or_default();
        let driver = driver.file_name().unwrap_or_default().to_string_lossy();
        format!("{name} {}:{} {driver}", line_of(device.join("vendor")), line_of(device.join("device")))
    }))
}

/// The libraries that draw, with their size and age: another version is another file.
fn libraries(dir: &Path) -> Vec<String> {
    sorted(names(dir).filter(|name| begins_with_one_of(name, &LIBRARIES)).filter_map(|name| {
        let metadata = fs::metadata(dir.join(&name)).ok()?;
        let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_secs();
        Some(format!("{name} {} bytes, of {changed}", metadata.len()))
    }))
}

/// Where the web view's library is, as this process has it loaded: a driver's are beside it.
fn webkit_dir() -> Option<PathBuf> {
    let maps = fs::read_to_string("/proc/self/maps").ok()?;
    let path =
        maps.lines().find_map(|line| line.contains("libwebkit2gtk").then(|| line.find('/').map(|at| &line[at..])))?;
    Path::new(path?).parent().map(Path::to_owned)
}

fn names(dir: &Path) -> impl Iterator<Item = String> {
    fs::read_dir(dir).into_iter().flatten().filter_map(|entry| entry.ok()?.file_name().into_string().ok())
}

fn begins_with_one_of(name: &str, beginnings: &[&str]) -> bool {
    beginnings.iter().any(|beginning| name.starts_with(beginning))
}

fn sorted(lines: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_machine_that_has_not_changed_is_the_same() {
        assert_eq!(Machine::this(), Machine::this());
    }

    #[test]
    fn a_card_is_told_by_its_maker_its_model_and_its_driver() {
        let drm = tempfile::tempdir().expect("a temporary directory");
        let device = drm.path().join("card1/device");
        fs::create_dir_all(&device).expect("a folder");
        fs::create_dir(drm.path().join("card1-HDMI-A-1")).expect("a folder");
        fs::write(device.join("vendor"), "0x1002\n").expect("a file");
        fs::write(device.join("device"), "0x1638\n").expect("a file");
        symlink("../../../bus/pci/drivers/amdgpu", device.join("driver")).expect("a link");
        assert_eq!(cards(drm.path()), ["card1 0x1002:0x1638 amdgpu"]);
        assert_eq!(cards(&drm.path().join("none")), Vec::<String>::new());
    }

    #[test]
    fn another_driver_is_another_machine() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        fs::write(dir.path().join("libEGL_mesa.so.0"), "22.3").expect("a file");
        fs::write(dir.path().join("libc.so.6"), "2.36").expect("a file");
        let before = libraries(dir.path());
        assert_eq!(before.len(), 1);
        fs::write(dir.path().join("libEGL_mesa.so.0"), "25.0.7").expect("a file");
        assert_ne!(libraries(dir.path()), before);
    }

    #[test]
    fn another_computer_s_display_is_another_one_and_another_number_is_not() {
        assert_eq!(display(None, Some(":0")), display(None, Some(":1.0")));
        assert_ne!(display(None, Some(":0")), display(None, Some("localhost:10.0")));
        assert_ne!(display(None, Some(":0")), display(Some("wayland-0"), Some(":0")));
    }

    #[test]
    fn what_a_user_has_set_for_drawing_counts_and_nothing_else_does() {
        let set = [
            ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
            ("HOME", "/home/crew"),
            ("LIBGL_ALWAYS_SOFTWARE", "1"),
            ("WEBKIT_INSPECTOR_SERVER", "127.0.0.1:4321"),
        ];
        let set = set.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(settings(set.into_iter()), ["LIBGL_ALWAYS_SOFTWARE=1", "WEBKIT_DISABLE_DMABUF_RENDERER=1"]);
    }
}
