use std::{net::IpAddr, path::PathBuf, time::Duration};

use axum_server::tls_rustls::RustlsConfig;
use tokio_util::sync::CancellationToken;

use super::{address::WayIn, tls::Certificate};
use crate::{error::Error, protocol::JoinAddress, studio::Studio};

/// How often the machine's addresses are looked at: a Wi-Fi that comes back is in the QR code before a phone has
/// joined it.
const LOOK: Duration = Duration::from_secs(2);

/// Follows the machine's addresses and the director's choice: the certificate names every address, and the studio
/// knows the way in. Ends when `cancel` is heard.
pub(crate) async fn watch(
    way_in: WayIn,
    studio: Studio,
    tls: RustlsConfig,
    data_dir: PathBuf,
    cancel: CancellationToken,
) {
    let mut chosen = studio.chosen_address();
    let mut look = tokio::time::interval(LOOK);
    let mut known = way_in.addresses();
    let mut names = CertificateNames { tls, data_dir, named: known.clone(), told: false };
    loop {
        let choice = tokio::select! {
            () = cancel.cancelled() => return,
            _ = look.tick() => false,
            changed = chosen.changed() => match changed {
                Ok(()) => true,
                Err(_) => return,
            },
        };
        let addresses = way_in.addresses();
        names.follow(&addresses).await;
        if addresses == known && !choice {
            continue;
        }
        if addresses != known {
            tracing::info!(?addresses, "the machine's addresses changed");
            known.clone_from(&addresses);
        }
        let wanted = chosen.borrow_and_update().clone();
        studio.way_in(way_in.join(addresses, wanted.as_deref())).await;
    }
}

/// What the phones' certificate names.
struct CertificateNames {
    tls: RustlsConfig,
    data_dir: PathBuf,
    named: Vec<JoinAddress>,
    /// Whether it was told that it lacks an address: not at each look.
    told: bool,
}

impl CertificateNames {
    /// Makes the certificate name these addresses. Where that fails, the next call tries again: the addresses are in the
    /// QR code meanwhile, and a phone that scans it gets a warning of a wrong name too.
    async fn follow(&mut self, addresses: &[JoinAddress]) {
        if self.named == addresses {
            return;
        }
        match self.certify(addresses).await {
            Ok(()) => (self.named, self.told) = (addresses.to_vec(), false),
            Err(error) if self.told => tracing::debug!(%error, "the certificate still does not name the new addresses"),
            Err(error) => {
                tracing::warn!(%error, "the certificate does not name the new addresses: tried again");
                self.told = true;
            }
        }
    }

    async fn certify(&self, addresses: &[JoinAddress]) -> Result<(), Error> {
        Certificate::load_or_make(&self.data_dir, &ips(addresses))?.serve_with(&self.tls).await
    }
}

/// The addresses as a certificate needs them.
pub(crate) fn ips(addresses: &[JoinAddress]) -> Vec<IpAddr> {
    addresses.iter().filter_map(|address| address.address.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn addresses(all: &[&str]) -> Vec<JoinAddress> {
        all.iter().map(|ip| JoinAddress { address: (*ip).to_owned(), interface: "wlan0".to_owned() }).collect()
    }

    #[tokio::test]
    async fn a_certificate_that_could_not_be_made_is_made_at_the_next_look() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let dir = tempfile::tempdir().expect("a temporary directory");
        let before = addresses(&["192.168.1.5"]);
        let tls = Certificate::load_or_make(dir.path(), &ips(&before)).expect("made").config().await.expect("usable");
        // The place of the data directory is taken by a file, as long as the fault lasts.
        let data_dir = dir.path().join("data");
        std::fs::write(&data_dir, "").expect("a file");
        let mut names = CertificateNames { tls: tls.clone(), data_dir: data_dir.clone(), named: before, told: false };
        let (served, after) = (tls.get_inner(), addresses(&["192.168.1.6"]));
        names.follow(&after).await;
        assert!(std::sync::Arc::ptr_eq(&served, &tls.get_inner()), "nothing could be made");
        std::fs::remove_file(&data_dir).expect("it was there");
        names.follow(&after).await;
        let made = std::fs::read_to_string(data_dir.join("certificate.json")).expect("kept");
        assert!(made.contains("192.168.1.6"), "{made}");
        assert!(!std::sync::Arc::ptr_eq(&served, &tls.get_inner()), "and it is served");
    }
}
