//! Random numbers of the browser's good source.

use super::js;

/// Any number, for what must merely differ from device to device.
pub fn seed() -> u64 {
    u64::from_le_bytes(bytes())
}

/// A name that nobody else has: 32 hexadecimal digits.
pub fn name() -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes::<16>().iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    let filled = js::window().crypto().and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
    filled.expect("every browser with WebAssembly has random numbers, in insecure contexts too");
    bytes
}
