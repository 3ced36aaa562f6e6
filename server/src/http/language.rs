//! Chooses the page's language from what the browser asks for. German unless English is preferred.

/// A language the page speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// German.
    De,
    /// English.
    En,
}

impl Language {
    /// The tag, as in `<html lang>` (BCP 47).
    pub const fn tag(self) -> &'static str {
        match self {
            Self::De => "de",
            Self::En => "en",
        }
    }

    /// The preferred one of an `Accept-Language` header (RFC 9110, 12.5.4).
    pub fn preferred(header: &str) -> Self {
        let weight = |wanted: &str| {
            let weights = header.split(',').filter_map(|range| {
                let mut parts = range.split(';');
                let tag = parts.next().unwrap_or_default().trim();
                let language = tag.split('-').next().unwrap_or_default();
                let quality = parts
                    .find_map(|part| part.trim().strip_prefix("q="))
                    .map_or(Some(1.0), |quality| quality.trim().parse::<f32>().ok())?;
                language.eq_ignore_ascii_case(wanted).then_some(quality)
            });
            weights.fold(0.0, f32::max)
        };
        if weight("en") > weight("de") { Self::En } else { Self::De }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn english_is_spoken_only_where_it_is_preferred_to_german() {
        for (header, language) in [
            ("", Language::De),
            ("*", Language::De),
            ("fr-FR,fr;q=0.9", Language::De),
            ("de-DE,de;q=0.9,en;q=0.8", Language::De),
            ("en-GB,en;q=0.9,de;q=0.8", Language::En),
            ("tr,en;q=0.7,de;q=0.8", Language::De),
            ("en;q=nonsense", Language::De),
            ("EN", Language::En),
        ] {
            assert_eq!(Language::preferred(header), language, "{header}");
        }
    }
}
