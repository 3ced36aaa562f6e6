//! What the server says.

pub(super) mod invitation_expired;
pub(super) mod invitation_revoked;
pub(super) mod invitation_unknown;
pub(super) mod meeting_not_open;
pub(super) mod meeting_over;
pub(super) mod place_kept;
pub(super) mod rejected;
pub(super) mod removed;
