//! What has to be so whichever engine a meeting runs on: stories of real pages, and of clients that speak LiveKit's
//! protocol with real media.

use std::{net::SocketAddr, time::Duration};

use livekit_protocol::{TrackInfo, signal_response::Message as Response};
use wire::{
    ParticipantId,
    desk::{Order, Person, Whereabouts},
    participant::{MeetingAccess, Standing},
};

use super::{
    client::{Client, Seen},
    common::{DeskPage, House, Meeting, MemberPage, Server},
};

const THREE: &str = "Name;Rolle\nAnna Alt;Mitglied\nBert Blau;Mitglied\nCora Cyan;Mitglied\n";
/// The Sitzungsdienst comes after the three of the list.
const STAFF: usize = 3;

/// A meeting under way, on some engine.
pub struct Evening {
    pub house: House,
    pub meeting: Meeting,
    pub server: Server,
    pub desk: DeskPage,
}

impl Evening {
    /// Opens the meeting of a house; `arguments` are added to `meeting new`.
    pub async fn begin(house: House, arguments: &[&str]) -> Self {
        let meeting = house.meeting_with("2099-11-23 18:30", THREE, arguments).await;
        let server = house.serve().await;
        let mut desk = server.desk(&meeting.secret(STAFF)).await;
        desk.board().await;
        Self { house, meeting, server, desk }
    }

    fn id(&self, who: usize) -> ParticipantId {
        self.meeting.participant(who)
    }

    async fn admit(&mut self, who: usize) -> MemberPage {
        let mut page = self.server.member(&self.meeting.secret(who), "tab").await;
        page.standing().await;
        self.desk.order(Order::Admit { participant: self.id(who) }).await.unwrap();
        assert_eq!(page.standing().await, Standing::Admitted);
        page
    }

    async fn join(&mut self, page: &mut MemberPage) -> (Client, MeetingAccess) {
        let access = page.access().await.expect("who is admitted gets a key");
        let client = self.enter(&access).await.expect("the key opens the meeting");
        (client, access)
    }

    async fn enter(&self, access: &MeetingAccess) -> Result<Client, u16> {
        let mut client = Client::connect(self.engine_at(access), access.token.reveal(), "").await?;
        client.connected().await;
        Ok(client)
    }

    fn engine_at(&self, access: &MeetingAccess) -> SocketAddr {
        let address = access.url.strip_prefix("ws://").unwrap_or(&self.server.address);
        address.parse().unwrap()
    }

    async fn seen(&mut self, who: usize, wanted: Whereabouts) -> Person {
        let id = self.id(who);
        self.desk.person(|person| person.participant == id && person.whereabouts == wanted).await
    }

    /// Whoever has this key does not stay in the meeting: is not let in, or is put out again.
    async fn opens_nothing_for_long(&self, access: &MeetingAccess) {
        if let Ok(mut client) = Client::connect(self.engine_at(access), access.token.reveal(), "").await {
            put_out(&mut client).await;
        }
    }
}

const IN: Whereabouts = Whereabouts::Admitted { in_meeting: true };
const OUT: Whereabouts = Whereabouts::Admitted { in_meeting: false };

async fn put_out(client: &mut Client) {
    client
        .until("the end", |seen| match seen {
            Seen::Hangup => Some(()),
            Seen::Message(message) => matches!(*message, Response::Leave(_)).then_some(()),
            _ => None,
        })
        .await;
}

/// The desk sees who comes into the meeting and who goes.
pub async fn the_desk_sees_who_is_in_the_meeting(mut evening: Evening) {
    let mut anna = evening.admit(0).await;
    let (client, _) = evening.join(&mut anna).await;
    evening.seen(0, IN).await;
    client.leave();
    evening.seen(0, OUT).await;
    // Left, not turned away: a fresh key opens the meeting again, at once.
    let (_client, _) = evening.join(&mut anna).await;
    evening.seen(0, IN).await;
    evening.server.stop().await;
}

/// Who is rejected while in the meeting is out of it, and a key that was given before does not bring them back.
pub async fn who_is_rejected_is_put_out_of_the_meeting(mut evening: Evening) {
    let mut anna = evening.admit(0).await;
    let (mut client, access) = evening.join(&mut anna).await;
    evening.seen(0, IN).await;
    let sentence = "Bitte rufen Sie an.".to_owned();
    let participant = evening.id(0);
    evening.desk.order(Order::Reject { participant, sentence: sentence.clone() }).await.unwrap();
    assert_eq!(anna.standing().await, Standing::Rejected { sentence: sentence.clone() });
    put_out(&mut client).await;
    evening.opens_nothing_for_long(&access).await;
    // Let in after all: the key that is given now opens the meeting.
    let participant = evening.id(0);
    evening.desk.order(Order::Admit { participant }).await.unwrap();
    assert_eq!(anna.standing().await, Standing::Admitted);
    let (_client, _) = evening.join(&mut anna).await;
    evening.seen(0, IN).await;
    evening.server.stop().await;
}

/// Ending the meeting ends it for everybody, and no key opens it again.
pub async fn the_end_is_the_end_for_everybody(mut evening: Evening) {
    let mut anna = evening.admit(0).await;
    let (mut annas, access) = evening.join(&mut anna).await;
    let mut bert = evening.admit(1).await;
    let (mut berts, _) = evening.join(&mut bert).await;
    evening.seen(1, IN).await;
    evening.desk.order(Order::EndMeeting).await.unwrap();
    put_out(&mut annas).await;
    put_out(&mut berts).await;
    assert_eq!(anna.standing().await, Standing::Over);
    evening.opens_nothing_for_long(&access).await;
    evening.server.stop().await;
}

/// Who is muted by the desk is silent at once for the others, whatever their device goes on sending, and is told.
pub async fn who_is_muted_by_the_desk_is_not_heard(mut evening: Evening) {
    let mut anna = evening.admit(0).await;
    let (mut annas, _) = evening.join(&mut anna).await;
    evening.seen(0, IN).await;
    let mut bert = evening.admit(1).await;
    let (mut berts, _) = evening.join(&mut bert).await;
    let mut cora = evening.admit(2).await;
    let (mut coras, _) = evening.join(&mut cora).await;
    let track: TrackInfo = annas.publish_microphone("annas").await;
    coras.publish_microphone("coras").await;
    let _speaking = (annas.keep_speaking(b"this is anna"), coras.keep_speaking(b"this is cora"));
    hears(&mut berts, b"this is anna").await;
    hears(&mut berts, b"this is cora").await;

    evening.desk.order(Order::Mute { participant: evening.id(0) }).await.unwrap();
    let told = |message| match message {
        Response::Mute(mute) => Some((mute.sid, mute.muted)),
        _ => None,
    };
    assert_eq!(annas.message("the word that she is muted", told).await, (track.sid, true));
    // Heard before, and not looked at yet.
    berts.drain();
    // She goes on sending. What was on its way may still arrive; after that there is cora alone.
    for count in 0..150 {
        let heard = voice(&mut berts).await;
        assert!(
            count < 25 || heard != b"this is anna",
            "heard in spite of being muted, after {count} packets"
        );
    }
    // Once more is no error: she is silent.
    evening.desk.order(Order::Mute { participant: evening.id(0) }).await.unwrap();
    evening.server.stop().await;
}

/// After a restart of our server the desk sees again who is in the meeting, where the engine went on without us.
pub async fn a_meeting_elsewhere_outlives_our_restart(mut evening: Evening) {
    let mut anna = evening.admit(0).await;
    let (_client, _) = evening.join(&mut anna).await;
    evening.seen(0, IN).await;
    let Evening { house, meeting, server, .. } = evening;
    server.kill().await;
    let server = house.serve().await;
    let mut desk = server.desk(&meeting.secret(STAFF)).await;
    let id = meeting.participant(0);
    let is_in =
        |people: &[Person]| people.iter().any(|person| person.participant == id && person.whereabouts == IN);
    if !is_in(&desk.board().await) {
        desk.person(|person| person.participant == id && person.whereabouts == IN).await;
    }
    server.stop().await;
}

async fn hears(client: &mut Client, wanted: &[u8]) {
    while voice(client).await != wanted {}
}

async fn voice(client: &mut Client) -> Vec<u8> {
    client
        .until("sound", |seen| match seen {
            Seen::Sound { data, .. } => Some(data),
            _ => None,
        })
        .await
}

/// How long anything may take before a test fails.
pub const PATIENCE: Duration = Duration::from_secs(20);
