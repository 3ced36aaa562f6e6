//! The bands of the telephone's range in which a voice is looked for. What is below 150 Hz does not count: there is
//! the hum, and a deep voice has harmonics enough above.

use super::fourier::{BINS, POINTS};

/// How many bands.
pub const BANDS: usize = 8;
/// Their edges in Hz, wider towards the top like those of the ear (similar to the nine of the AMR codec's detector,
/// 3GPP TS 26.094).
const EDGES_HZ: [f32; BANDS + 1] = [150.0, 300.0, 500.0, 800.0, 1200.0, 1700.0, 2300.0, 3000.0, 3700.0];

/// Which bin belongs to which band.
#[derive(Clone, Debug)]
pub struct Bands {
    band_of: [Option<u8>; BINS],
}

impl Bands {
    pub fn new(thin_hz: f32) -> Self {
        let mut band_of = [None; BINS];
        for (bin, band) in band_of.iter_mut().enumerate() {
            let hz = bin as f32 * thin_hz / POINTS as f32;
            let edges_below = EDGES_HZ.iter().filter(|edge| **edge <= hz).count();
            *band = (1..=BANDS).contains(&edges_below).then(|| (edges_below - 1) as u8);
        }
        Self { band_of }
    }

    /// The power in each band.
    pub fn powers(&self, spectrum: &[f32; BINS]) -> [f32; BANDS] {
        let mut powers = [0.0; BANDS];
        for (power, band) in spectrum.iter().zip(&self.band_of) {
            if let Some(sum) = band.and_then(|band| powers.get_mut(usize::from(band))) {
                *sum += power;
            }
        }
        powers
    }

    /// Multiplies the power at each frequency by what its band is worth.
    pub fn weigh(&self, spectrum: &mut [f32; BINS], worth: &[f32; BANDS]) {
        for (power, band) in spectrum.iter_mut().zip(&self.band_of) {
            *power *= band.and_then(|band| worth.get(usize::from(band))).copied().unwrap_or(0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_frequency_is_in_the_band_between_its_edges() {
        let bands = Bands::new(8000.0);
        let band = |hz: f32| bands.band_of[(hz / 15.625) as usize];
        assert_eq!(band(100.0), None);
        assert_eq!(band(250.0), Some(0));
        assert_eq!(band(1000.0), Some(3));
        assert_eq!(band(3600.0), Some(7));
        assert_eq!(band(3900.0), None);
    }

    #[test]
    fn a_band_worth_nothing_is_gone_and_hum_always_is() {
        let bands = Bands::new(8000.0);
        let mut spectrum = [1.0; BINS];
        let mut worth = [1.0; BANDS];
        worth[0] = 0.0;
        bands.weigh(&mut spectrum, &worth);
        assert_eq!((spectrum[3], spectrum[16], spectrum[64]), (0.0, 0.0, 1.0));
        assert_eq!(bands.powers(&spectrum)[0], 0.0);
    }
}
