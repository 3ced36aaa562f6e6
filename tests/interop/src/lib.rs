//! Meetings with software that nobody here wrote: LiveKit's own clients on our server, our client on LiveKit's server,
//! and both through bad networks. And what others tell of the faults that ours finds. This is the harness; what is proved stands
//! in `tests/`.

pub mod figures;
pub mod front;
pub mod guest;
pub mod hall;
pub mod line_faults;
pub mod page;
pub mod peers;
pub mod python;
pub mod ticket;
