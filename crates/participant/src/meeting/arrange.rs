//! How the tiles are laid out on the room there is, and so how many of them there are on a page.

use crate::view::{Arrangement, Side};

/// The room for the tiles, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    pub width: u32,
    pub height: u32,
}

/// Between two tiles.
const GAP: u32 = 8;
/// From this width on it is no telephone.
const TABLET: u32 = 600;
/// From this width on it is a computer.
const DESKTOP: u32 = 1100;
/// The width of the tiles beside the large one. The style sheet says the same.
const SIDE_WIDTH: u32 = 208;
/// The height of one of them.
const SIDE_HEIGHT: u32 = 117;
/// The height of the tiles below the large one; on a telephone.
const BELOW_HEIGHT: (u32, u32) = (128, 96);
/// The least width of one of them; on a telephone.
const BELOW_WIDTH: (u32, u32) = (160, 108);

/// Lays out so many tiles of one size, or one large with the others beside it.
pub fn arrange(area: Area, tiles: u32, large: bool) -> Arrangement {
    let phone = area.width < TABLET;
    if !large {
        let (width, height) = if phone { (140, 96) } else { (200, 120) };
        let (columns, rows) = (fitting(area.width, width), fitting(area.height, height));
        let most = match area.width {
            ..TABLET => 6,
            TABLET..DESKTOP => 9,
            DESKTOP.. => 16,
        };
        let tiles = tiles.clamp(1, most.min(columns * rows));
        let columns = (1..=columns).reduce(|best, next| better(area, tiles, best, next)).unwrap_or(1);
        return Arrangement::Equal { columns, tiles };
    }
    // The large one is no part of the strip.
    let others = tiles.saturating_sub(1).max(1);
    if area.width >= 700 && area.width * 5 > area.height * 6 {
        // What is left of the height is a row of its own, and has a gap before it.
        let strip = (area.height / (SIDE_HEIGHT + GAP)).max(1);
        return Arrangement::Large { side: Side::Right, strip: strip.min(others) };
    }
    let width = if phone { BELOW_WIDTH.1 } else { BELOW_WIDTH.0 };
    Arrangement::Large { side: Side::Below, strip: fitting(area.width, width).min(6).min(others) }
}

/// How many tiles there are on a page; the large one not counted.
pub fn on_a_page(arrangement: Arrangement) -> usize {
    let count = match arrangement {
        Arrangement::Equal { tiles, .. } => tiles,
        Arrangement::Large { strip, .. } => strip,
    };
    count as usize
}

/// The size of a tile, in CSS pixels, before it was measured.
pub fn size(area: Area, arrangement: Arrangement, large: bool) -> Area {
    let part = |whole: u32, count: u32| whole.saturating_sub(GAP * (count - 1)) / count.max(1);
    match (arrangement, large) {
        (Arrangement::Equal { columns, tiles }, _) => {
            Area { width: part(area.width, columns), height: part(area.height, tiles.div_ceil(columns)) }
        }
        (Arrangement::Large { side: Side::Right, .. }, true) => {
            Area { width: area.width.saturating_sub(SIDE_WIDTH + GAP), height: area.height }
        }
        (Arrangement::Large { side: Side::Right, .. }, false) => {
            Area { width: SIDE_WIDTH, height: SIDE_HEIGHT }
        }
        (Arrangement::Large { side: Side::Below, strip }, large) => {
            let below = if area.width < TABLET { BELOW_HEIGHT.1 } else { BELOW_HEIGHT.0 };
            if large {
                Area { width: area.width, height: area.height.saturating_sub(below + GAP) }
            } else {
                Area { width: part(area.width, strip), height: below }
            }
        }
    }
}

fn fitting(whole: u32, least: u32) -> u32 {
    ((whole + GAP) / (least + GAP)).max(1)
}

/// The number of columns that leaves more of the pictures to be seen: faces, in frames between upright (3:4) and wide
/// (16:9).
fn better(area: Area, tiles: u32, best: u32, next: u32) -> u32 {
    let seen = |columns: u32| {
        let (width, height) = (area.width / columns, area.height / tiles.div_ceil(columns));
        let width = width.min(height * 16 / 9);
        width * height.min(width * 4 / 3)
    };
    if seen(next) > seen(best) { next } else { best }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PHONE: Area = Area { width: 366, height: 560 };
    const TABLET: Area = Area { width: 788, height: 860 };
    const DESKTOP: Area = Area { width: 1248, height: 560 };

    fn equal(area: Area, tiles: u32) -> (u32, u32) {
        match arrange(area, tiles, false) {
            Arrangement::Equal { columns, tiles } => (columns, tiles.div_ceil(columns)),
            large @ Arrangement::Large { .. } => panic!("{large:?}"),
        }
    }

    #[test]
    fn tiles_are_as_large_as_they_can_be() {
        assert_eq!(equal(PHONE, 1), (1, 1));
        assert_eq!(equal(PHONE, 2), (1, 2));
        assert_eq!(equal(PHONE, 4), (2, 2));
        assert_eq!(equal(DESKTOP, 2), (2, 1));
        assert_eq!(equal(DESKTOP, 4), (2, 2));
        assert_eq!(equal(DESKTOP, 6), (3, 2));
        assert_eq!(equal(TABLET, 6), (2, 3));
    }

    #[test]
    fn a_page_has_no_more_tiles_than_a_device_can_show_and_a_person_can_watch() {
        let most = |area| on_a_page(arrange(area, 60, false));
        assert_eq!(most(PHONE), 6);
        assert_eq!(most(TABLET), 9);
        assert_eq!(most(DESKTOP), 16);
        assert_eq!(most(Area { width: 100, height: 50 }), 1, "one at least");
    }

    #[test]
    fn the_others_stand_beside_the_large_one_where_there_is_width_and_below_where_there_is_height() {
        let large = |area, tiles| arrange(area, tiles, true);
        assert_eq!(large(DESKTOP, 60), Arrangement::Large { side: Side::Right, strip: 4 });
        assert_eq!(large(TABLET, 60), Arrangement::Large { side: Side::Below, strip: 4 });
        assert_eq!(large(PHONE, 60), Arrangement::Large { side: Side::Below, strip: 3 });
        assert_eq!(large(PHONE, 3), Arrangement::Large { side: Side::Below, strip: 2 });
    }

    #[test]
    fn the_size_of_a_tile_is_known_before_it_is_drawn() {
        let of = |area, tiles, large_tile| {
            let arrangement = arrange(area, tiles, true);
            size(area, arrangement, large_tile)
        };
        assert_eq!(of(DESKTOP, 9, true), Area { width: 1032, height: 560 });
        assert_eq!(of(DESKTOP, 9, false), Area { width: 208, height: 117 });
        assert_eq!(of(PHONE, 9, false), Area { width: 116, height: 96 });
        let page = arrange(DESKTOP, 4, false);
        assert_eq!(size(DESKTOP, page, false), Area { width: 620, height: 276 });
    }
}
