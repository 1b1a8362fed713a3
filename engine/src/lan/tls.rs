//! The phones' certificate: made once, kept, and remade only when it no longer names every address.
//!
//! A phone remembers its exception for this very certificate, so a new one costs the crew a warning page each.

use std::{collections::BTreeSet, net::IpAddr, path::Path, sync::Arc};

use axum_server::tls_rustls::RustlsConfig;
use rcgen::{CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, KeyPair, KeyUsagePurpose, SanType};
use rustls::ServerConfig;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use crate::{error::Error, store::Store};

/// How long a certificate is valid: iOS refuses a leaf of more than 825 days.
const VALIDITY: Duration = Duration::days(820);
/// A certificate that ends within a show's reach is remade.
const RENEW_BEFORE: Duration = Duration::days(30);
/// A phone's clock may be behind.
const BACKDATE: Duration = Duration::days(2);

/// A certificate with what it was made for, as it is kept in `certificate.json`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Certificate {
    /// The DNS names and addresses in its subjectAltName (RFC 5280 section 4.2.1.6).
    names: BTreeSet<String>,
    #[serde(with = "time::serde::timestamp")]
    not_after: OffsetDateTime,
    certificate_pem: String,
    key_pem: String,
}

impl Certificate {
    /// The kept certificate if it names `addresses` and `host.local`, or a new one, kept.
    ///
    /// # Errors
    /// [`Error::DataDir`] when it can't be read or kept, [`Error::Certificate`] when it can't be made.
    pub fn load_or_make(data_dir: &Path, addresses: &[IpAddr]) -> Result<Self, Error> {
        let store = Store::open(data_dir, "certificate.json")?;
        let names = names(addresses);
        let now = OffsetDateTime::now_utc();
        if let Some(kept) = store.load::<Self>()?
            && names.is_subset(&kept.names)
            && kept.not_after - RENEW_BEFORE > now
        {
            return Ok(kept);
        }
        tracing::info!(?names, "making a certificate for the phones");
        let made = Self::make(names, now).map_err(|error| Error::Certificate(error.to_string()))?;
        store.save(&made)?;
        Ok(made)
    }

    fn make(names: BTreeSet<String>, now: OffsetDateTime) -> Result<Self, rcgen::Error> {
        let not_after = now + VALIDITY;
        let mut params = CertificateParams::default();
        params.not_before = now - BACKDATE;
        params.not_after = not_after;
        params.distinguished_name = DistinguishedName::new();
        params.distinguished_name.push(DnType::CommonName, "Régie");
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.subject_alt_names = names
            .iter()
            .map(|name| match name.parse() {
                Ok(ip) => Ok(SanType::IpAddress(ip)),
                Err(_) => name.as_str().try_into().map(SanType::DnsName),
            })
            .collect::<Result<_, _>>()?;
        let key = KeyPair::generate()?;
        let certificate = params.self_signed(&key)?;
        Ok(Self { names, not_after, certificate_pem: certificate.pem(), key_pem: key.serialize_pem() })
    }

    /// The TLS configuration of the phones' listener.
    ///
    /// # Errors
    /// [`Error::Certificate`] when the kept PEM can't be used.
    pub async fn config(&self) -> Result<RustlsConfig, Error> {
        Ok(RustlsConfig::from_config(self.server().await?))
    }

    /// Puts this certificate in place of the one that `config` serves; open connections keep theirs.
    ///
    /// # Errors
    /// [`Error::Certificate`] when the kept PEM can't be used.
    pub async fn serve_with(&self, config: &RustlsConfig) -> Result<(), Error> {
        config.reload_from_config(self.server().await?);
        Ok(())
    }

    async fn server(&self) -> Result<Arc<ServerConfig>, Error> {
        let (certificate, key) = (self.certificate_pem.clone().into_bytes(), self.key_pem.clone().into_bytes());
        let read = RustlsConfig::from_pem(certificate, key).await;
        let mut server = ServerConfig::clone(&read.map_err(|error| Error::Certificate(error.to_string()))?.get_inner());
        // The phones' listener speaks no HTTP/2, which the crate would offer (RFC 7301).
        server.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Arc::new(server))
    }
}

fn names(addresses: &[IpAddr]) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = addresses.iter().map(ToString::to_string).collect();
    names.insert("localhost".to_owned());
    names.insert("127.0.0.1".to_owned());
    if let Some(name) = local_name() {
        names.insert(name);
    }
    names
}

/// The host's multicast DNS name (RFC 6762 section 3), where its host name is a DNS label.
pub(super) fn local_name() -> Option<String> {
    let host = hostname::get().ok()?.into_string().ok()?;
    let label = host.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let fits = !label.is_empty() && label.len() <= 63 && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    fits.then(|| format!("{label}.local"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem_for(dir: &Path, addresses: &[&str]) -> String {
        let addresses: Vec<IpAddr> = addresses.iter().map(|a| a.parse().expect("an address")).collect();
        Certificate::load_or_make(dir, &addresses).expect("a certificate").certificate_pem
    }

    #[test]
    fn it_is_kept_until_an_address_is_missing_from_it() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let both = pem_for(dir.path(), &["192.168.1.5", "10.0.0.7"]);
        assert_eq!(pem_for(dir.path(), &["192.168.1.5", "10.0.0.7"]), both);
        assert_eq!(pem_for(dir.path(), &["10.0.0.7"]), both, "a network that went away needs no new certificate");
        assert_ne!(pem_for(dir.path(), &["192.168.1.6"]), both);
    }

    #[test]
    fn it_names_addresses_the_host_and_loopback() {
        let names = names(&["192.168.1.5".parse().expect("an address"), "fd00::1".parse().expect("an address")]);
        for name in ["192.168.1.5", "fd00::1", "localhost", "127.0.0.1"] {
            assert!(names.contains(name), "{name} is not in {names:?}");
        }
    }

    #[tokio::test]
    async fn a_server_can_use_it() {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let dir = tempfile::tempdir().expect("a temporary directory");
        let certificate = Certificate::load_or_make(dir.path(), &[]).expect("a certificate");
        let config = certificate.config().await.expect("usable PEM");
        assert_eq!(config.get_inner().alpn_protocols, [b"http/1.1"]);
        certificate.serve_with(&config).await.expect("usable again");
        assert_eq!(config.get_inner().alpn_protocols, [b"http/1.1"]);
    }
}
