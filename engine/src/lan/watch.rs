use std::{net::IpAddr, path::PathBuf, time::Duration};

use axum_server::tls_rustls::RustlsConfig;
use tokio_util::sync::CancellationToken;

use super::{Certificate, WayIn};
use crate::{protocol::JoinAddress, studio::Studio};

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
        if addresses == known && !choice {
            continue;
        }
        if addresses != known {
            tracing::info!(?addresses, "the machine's addresses changed");
            if let Err(error) = certify(&data_dir, &addresses, &tls).await {
                tracing::warn!(%error, "the certificate does not name the new addresses");
            }
            known.clone_from(&addresses);
        }
        let wanted = chosen.borrow_and_update().clone();
        studio.way_in(way_in.join(addresses, wanted.as_deref())).await;
    }
}

async fn certify(
    data_dir: &std::path::Path,
    addresses: &[JoinAddress],
    tls: &RustlsConfig,
) -> Result<(), crate::Error> {
    Certificate::load_or_make(data_dir, &ips(addresses))?.serve_with(tls).await
}

/// The addresses as a certificate needs them.
pub(crate) fn ips(addresses: &[JoinAddress]) -> Vec<IpAddr> {
    addresses.iter().filter_map(|address| address.address.parse().ok()).collect()
}
