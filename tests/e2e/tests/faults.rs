//! The fault matrix in Chromium: every row, and what is healthy.

use anyhow::Result;
use e2e::{browser::Kind, faults};

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_is_named_and_its_remedy_clears_it() -> Result<()> {
    faults::matrix(Kind::Chromium).await
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_healthy_is_left_alone() -> Result<()> {
    faults::healthy(Kind::Chromium).await
}
