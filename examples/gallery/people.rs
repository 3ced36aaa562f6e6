//! Invented people and drawn portraits.

/// Twelve names, long and short.
pub const NAMES: [&str; 12] = [
    "Dr. Hannelore Wiesenthal",
    "Karl-Heinz Brandt",
    "Ayşe Yıldız",
    "Jürgen Schmidt-Oberländer",
    "Lena Fuchs",
    "Mehmet Kaya",
    "Waltraud von der Heide",
    "Tom Lang",
    "Ingeborg Maier",
    "Piotr Nowak",
    "Sabine Kraus-Hohenstein",
    "Uwe Ott",
];

/// A head and shoulders, as an address of an image.
pub fn portrait(number: u32) -> String {
    const GROUNDS: [&str; 6] = ["7b8f9c", "9c8f7b", "6f8a76", "8a6f7f", "75809a", "94907a"];
    let ground = GROUNDS[number as usize % GROUNDS.len()];
    format!(
        "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 320 180' \
         preserveAspectRatio='xMidYMid slice'><path fill='%23{ground}' d='M0 0h320v180H0z'/><circle cx='160' \
         cy='82' r='38' fill='%23e8d3c1'/><path d='M82 180a78 62 0 0 1 156 0z' fill='%2334424c'/><path d='M122 \
         76a38 38 0 0 1 76 0c-18-16-52-16-76 0z' fill='%23777'/></svg>"
    )
}
