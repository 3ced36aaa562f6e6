//! The desks: what the Sitzungsdienst sees and orders.

mod orders;
mod socket;

pub use socket::desk_page;
