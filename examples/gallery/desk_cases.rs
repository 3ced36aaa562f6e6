//! The states of the page of the Sitzungsdienst.

use desk::{
    View,
    view::{Board, Dialog, Notice, OrderKind, Row},
};
use wire::{
    CheckStatus, Checks, FindingCode, ParticipantId, UnixMillis,
    checks::Check,
    desk::{MeetingPhase, OrderProblem, Person, Whereabouts},
};

use crate::{NOW, people::NAMES};

/// Case and view.
pub fn all() -> Vec<(&'static str, View)> {
    let mut empty = board();
    empty.waiting.clear();
    empty.admitted.clear();
    empty.rejected.clear();
    let full = board();
    let mut over = board();
    over.phase = MeetingPhase::Over;
    over.waiting.clear();
    let with = |dialog| Board { dialog: Some(dialog), ..board() };
    let someone = ParticipantId("p3".to_owned());
    let name = NAMES[3].to_owned();
    let boards = [
        ("empty", empty),
        (
            "scheduled",
            Board { phase: MeetingPhase::Scheduled, admitted: vec![], rejected: vec![], ..board() },
        ),
        ("open", full),
        ("over", over),
        ("lost", Board { live: false, ..board() }),
        ("failed", Board { notice: Some(Notice::Failed(OrderProblem::NotNow)), busy: true, ..board() }),
        ("reject", with(Dialog::Reject { participant: someone.clone(), name: name.clone() })),
        ("write", with(Dialog::Write { to: Some((someone, name)) })),
        ("write-all", with(Dialog::Write { to: None })),
        ("end", with(Dialog::End)),
    ];
    let arriving = [
        ("arriving", View::Arriving { unreachable: false }),
        ("unreachable", View::Arriving { unreachable: true }),
    ];
    arriving.into_iter().chain(boards.map(|(case, board)| (case, View::Board(board)))).collect()
}

fn row(at: usize, whereabouts: Whereabouts, checks: [CheckStatus; 3]) -> Row {
    const GROUPS: [&str; 4] =
        ["Bündnis für Musterstadt", "Freie Wähler", "", "Ausschuss für Bauen und Verkehr"];
    let check = |status| Check {
        status,
        finding: (status == CheckStatus::Failed).then_some(FindingCode::MicMissing),
    };
    let [hear, speak, see] = checks.map(check);
    let person = Person {
        participant: ParticipantId(format!("p{at}")),
        name: NAMES[at].to_owned(),
        group: GROUPS[at % GROUPS.len()].to_owned(),
        whereabouts,
        connected: at != 5,
        checks: Checks { hear, speak, see, connection: check(CheckStatus::Success), heard: at == 3 },
    };
    Row { person, busy: at == 4 }
}

fn board() -> Board {
    use CheckStatus::{Failed, Idle, Running, Skipped, Success};
    let waits = |at: usize, place: u32| {
        let since = UnixMillis(NOW - 60_000 * i64::from(20 - 3 * place));
        let checks = match at {
            3 => [Success; 3],
            4 => [Success, Failed, Running],
            _ => [Success, Success, Skipped],
        };
        row(at, Whereabouts::Waiting { since, place }, checks)
    };
    let sentence = "Bitte melden Sie sich beim Ratsbüro.".to_owned();
    Board {
        live: true,
        phase: MeetingPhase::Open,
        waiting: vec![waits(3, 1), waits(4, 2), waits(5, 3)],
        admitted: vec![
            row(0, Whereabouts::Admitted { in_meeting: true }, [Success; 3]),
            row(1, Whereabouts::Admitted { in_meeting: false }, [Success; 3]),
        ],
        rejected: vec![row(6, Whereabouts::Rejected { sentence }, [Idle; 3])],
        absent: (7..12).map(|at| row(at, Whereabouts::Absent, [Idle; 3])).collect(),
        ready: 1,
        dialog: None,
        busy: false,
        notice: Some(Notice::Done(OrderKind::Admitted)),
    }
}
