//! What `PreJoin` and `ConnectionCheck` tell of faults: nothing when all is well, and then what is noted for the table.

use anyhow::Result;
use interop::peers;

#[tokio::test(flavor = "multi_thread")]
async fn others_tell_no_fault_when_all_is_well_and_are_shown_the_faults() -> Result<()> {
    peers::examine().await
}
