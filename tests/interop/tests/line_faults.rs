//! What a meeting's page says of a bad line, in Chromium.

use anyhow::Result;
use e2e::browser::Kind;
use interop::line_faults;

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_line_is_named_alone_and_taken_back_and_a_good_one_is_left_alone() -> Result<()> {
    line_faults::matrix(Kind::Chromium).await
}
