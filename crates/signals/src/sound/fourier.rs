//! The fast Fourier transform (Cooley and Tukey 1965, radix 2), of one size and without allocation.

use std::f64::consts::TAU;

/// Points of the transform: a frame, and as many zeros behind it as the longest period of a voice needs.
pub const POINTS: usize = 512;
/// The frequencies of a real signal: the others mirror them.
pub const BINS: usize = POINTS / 2 + 1;

/// A complex number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Complex {
    pub re: f32,
    pub im: f32,
}

impl Complex {
    pub fn power(self) -> f32 {
        self.re * self.re + self.im * self.im
    }

    fn times(self, other: Self) -> Self {
        Self { re: self.re * other.re - self.im * other.im, im: self.re * other.im + self.im * other.re }
    }
}

/// The roots of unity, computed once.
#[derive(Clone, Debug)]
pub struct Fourier {
    roots: [Complex; POINTS / 2],
}

impl Fourier {
    pub fn new() -> Self {
        let mut roots = [Complex::default(); POINTS / 2];
        for (at, root) in roots.iter_mut().enumerate() {
            let angle = -TAU * at as f64 / POINTS as f64;
            *root = Complex { re: angle.cos() as f32, im: angle.sin() as f32 };
        }
        Self { roots }
    }

    /// Transforms in place.
    pub fn transform(&self, points: &mut [Complex; POINTS]) {
        for at in 0..POINTS {
            let mirrored = at.reverse_bits() >> (usize::BITS - POINTS.trailing_zeros());
            if at < mirrored {
                points.swap(at, mirrored);
            }
        }
        let mut half = 1;
        while half < POINTS {
            for group in points.chunks_exact_mut(2 * half) {
                let (low, high) = group.split_at_mut(half);
                let roots = self.roots.iter().step_by(POINTS / 2 / half);
                for ((low, high), root) in low.iter_mut().zip(high).zip(roots) {
                    let turned = high.times(*root);
                    *high = Complex { re: low.re - turned.re, im: low.im - turned.im };
                    *low = Complex { re: low.re + turned.re, im: low.im + turned.im };
                }
            }
            half *= 2;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::synthetic::noise;

    #[test]
    fn it_is_the_sum_that_defines_it() {
        let mut points = [Complex::default(); POINTS];
        for (point, sample) in points.iter_mut().zip(noise(2 * POINTS, 0.5).chunks_exact(2)) {
            *point = Complex { re: sample[0], im: sample[1] };
        }
        let before = points;
        Fourier::new().transform(&mut points);
        for (bin, got) in points.iter().enumerate().step_by(37) {
            let (mut re, mut im) = (0.0, 0.0);
            for (at, point) in before.iter().enumerate() {
                let (sin, cos) = (-TAU * (at * bin % POINTS) as f64 / POINTS as f64).sin_cos();
                let (r, i) = (f64::from(point.re), f64::from(point.im));
                re += r * cos - i * sin;
                im += r * sin + i * cos;
            }
            assert!((f64::from(got.re) - re).abs() < 1e-4 && (f64::from(got.im) - im).abs() < 1e-4, "{bin}");
        }
    }
}
