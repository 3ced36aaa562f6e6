//! The findings in plain words.

use texts::Texts;

use super::checkup::{About, Finding};

/// What was looked at.
pub fn heading(texts: Texts, about: &About) -> String {
    match about {
        About::Client => texts.operator_client().to_owned(),
        About::Store => texts.operator_store().to_owned(),
        About::Links => texts.operator_links().to_owned(),
        About::Engine { name } if name == crate::config::EngineName::EMBEDDED => {
            texts.operator_engine_embedded().to_owned()
        }
        About::Engine { name } => texts.operator_engine(name),
        About::Pins => texts.operator_pins().to_owned(),
    }
}

/// What was found.
pub fn sentence(texts: Texts, finding: &Finding) -> String {
    let plain = match finding {
        Finding::EmbeddedRuns { version, protocol, udp, tcp, addresses } => {
            let ports = match tcp {
                Some(tcp) => texts.operator_embedded_ports_both(udp, tcp),
                None => texts.operator_embedded_ports_udp(udp),
            };
            let addresses = addresses.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
            return texts.operator_embedded_runs(version, protocol, ports, addresses);
        }
        Finding::EmbeddedStuck { problem } => return texts.operator_embedded_stuck(problem),
        Finding::LivekitWell { version, protocol } => return texts.operator_livekit_well(version, protocol),
        Finding::LivekitUnreachable { problem } => return texts.operator_livekit_unreachable(problem),
        Finding::LivekitStrange { status } => return texts.operator_livekit_strange(status),
        Finding::LivekitRefuses { problem } => return texts.operator_livekit_refuses(problem),
        Finding::LivekitNoJoin { problem } => return texts.operator_livekit_no_join(problem),
        Finding::PinLost { meeting, engine } => return texts.operator_pin_lost(meeting, engine),
        Finding::ClientWell => texts.operator_client_well(),
        Finding::ClientMissing => texts.operator_client_missing(),
        Finding::StoreWell => texts.operator_store_well(),
        Finding::StoreBroken => texts.operator_store_broken(),
        Finding::LinksWell => texts.operator_links_well(),
        Finding::LinksLocal => texts.operator_links_local(),
        Finding::LinksInsecure => texts.operator_links_insecure(),
        Finding::EngineUsual => texts.operator_engine_usual(),
        Finding::EmbeddedIdle => texts.operator_embedded_idle(),
        Finding::EmbeddedNoTcp => texts.operator_embedded_no_tcp(),
        Finding::EmbeddedInside => texts.operator_embedded_inside(),
        Finding::LivekitKey => texts.operator_livekit_key(),
    };
    plain.to_owned()
}
