//! "You are heard", in Firefox.

use anyhow::Result;
use e2e::echo::is_heard_in_firefox;

#[tokio::test(flavor = "multi_thread")]
async fn who_is_heard_in_firefox_is_told_so() -> Result<()> {
    is_heard_in_firefox().await
}
