//! Pictures, seen small and told one by one.

mod eye;
mod frame;
mod light;
mod likeness;
mod pace;
mod still;

pub use eye::{Eye, Sight};
pub use frame::{Frame, MAX_PIXELS, Size, WrongFrame};
pub use light::Light;
pub use pace::Pace;
pub use still::FROZEN;

#[cfg(test)]
mod scenes;
