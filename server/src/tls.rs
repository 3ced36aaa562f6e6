//! TLS by the server itself: certificate and key from two files, which are read anew when they change, so that whatever
//! renews the certificate need not know of us.

use std::{
    fs, io,
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, SystemTime},
};

use axum::Router;
use axum_server::{Handle, tls_rustls::RustlsConfig};
use rustls::{
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use tokio_util::sync::CancellationToken;

use crate::config::TlsConfig;

/// How often the files are looked at.
const LOOK_EVERY: Duration = Duration::from_secs(2);

/// How long requests have to be answered when the server stops.
const STOP_WITHIN: Duration = Duration::from_secs(2);

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The certificate cannot be read.
    #[error("the certificate {} cannot be read: {problem}", file.display())]
    Certificate {
        /// The file.
        file: PathBuf,
        /// Why.
        problem: String,
    },
    /// The key cannot be read.
    #[error("the key {} cannot be read: {problem}", file.display())]
    Key {
        /// The file.
        file: PathBuf,
        /// Why.
        problem: String,
    },
    /// The two do not belong together, or are of a kind that is not taken.
    #[error("the certificate and the key cannot be used: {0}")]
    Unfit(#[from] rustls::Error),
}

/// Reads both files.
pub fn load(files: &TlsConfig) -> Result<Arc<rustls::ServerConfig>, TlsError> {
    let unreadable = |problem: String| TlsError::Certificate { file: files.certificate.clone(), problem };
    let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect)
        .map_err(|error| unreadable(error.to_string()))?;
    if chain.is_empty() {
        return Err(unreadable("there is none in it".to_owned()));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key)
        .map_err(|error| TlsError::Key { file: files.key.clone(), problem: error.to_string() })?;
    let mut config = rustls::ServerConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)?;
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Serves `app` over TLS until told to stop.
pub async fn serve(
    listener: std::net::TcpListener,
    app: Router,
    files: TlsConfig,
    config: Arc<rustls::ServerConfig>,
    stopping: CancellationToken,
) -> io::Result<()> {
    let config = RustlsConfig::from_config(config);
    let handle = Handle::new();
    let server = axum_server::from_tcp_rustls(listener, config.clone())?
        .handle(handle.clone())
        .serve(app.into_make_service_with_connect_info::<SocketAddr>());
    let watching = async {
        tokio::select! {
            () = renew(&files, &config) => {}
            () = stopping.cancelled() => handle.graceful_shutdown(Some(STOP_WITHIN)),
        }
        std::future::pending::<()>().await;
    };
    tokio::select! {
        served = server => served,
        () = watching => Ok(()),
    }
}

/// Takes new files in when they change. What cannot be used is said once, and the former ones stay.
async fn renew(files: &TlsConfig, config: &RustlsConfig) {
    let mut known = written(files);
    loop {
        tokio::time::sleep(LOOK_EVERY).await;
        let now = written(files);
        if now == known {
            continue;
        }
        known = now;
        match load(files) {
            Ok(fresh) => {
                config.reload_from_config(fresh);
                tracing::info!("the certificate was read anew");
            }
            Err(error) => tracing::error!(%error, "the former certificate stays in use"),
        }
    }
}

fn written(files: &TlsConfig) -> [Option<SystemTime>; 2] {
    let when = |file: &Path| fs::metadata(file).and_then(|data| data.modified()).ok();
    [when(&files.certificate), when(&files.key)]
}
