//! A meeting and nothing else, for trying clients on it: prints its address and two tokens.
//!
//! Not for use in earnest: who reads its output can join.

use std::{env, error::Error, net::SocketAddr, time::Duration};

use sfu::{Grant, MeetingTokens, Sfu, SfuConfig};

#[tokio::main]
#[expect(clippy::print_stdout, reason = "it is what the example is for")]
async fn main() -> Result<(), Box<dyn Error>> {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::from_default_env())
        .with_writer(std::io::stderr)
        .init();
    let port: u16 = env::args().nth(1).map_or(Ok(7880), |port| port.parse())?;
    let tokens = MeetingTokens::new("example", "an example's secret, known to everybody");
    let local = |port: u16| SocketAddr::from(([127, 0, 0, 1], port));
    let mut config = SfuConfig::new(local(port + 2), tokens.clone());
    config.tcp = Some(local(port + 1));
    let sfu = Sfu::start(config).await?;
    println!("ws://{}", local(port));
    for name in ["anna", "ben"] {
        println!("{}", tokens.issue(&Grant::member("hall", name, name, Duration::from_secs(6 * 3600))));
    }
    let listener = tokio::net::TcpListener::bind(local(port)).await?;
    let stop = sfu.clone();
    axum::serve(listener, sfu.router())
        .with_graceful_shutdown(async move {
            let _ = tokio::signal::ctrl_c().await;
            stop.shutdown().await;
        })
        .await?;
    Ok(())
}
