//! `vorzimmer meeting`: makes meetings and lists them. Also while the server runs.

use std::{fs, io::Write, path::PathBuf, process::ExitCode};

use clap::{Args, Subcommand};
use serde::Serialize;
use texts::Language;
use wire::{ParticipantId, desk::MeetingPhase, page::Role};

use super::{CliError, Common, print_json};
use crate::{
    clock,
    config::{Config, EngineName},
    house_time, invitations,
    members::{self, Invitee},
    server,
    store::{MeetingId, NewMeeting, NewPerson},
};

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Make a meeting and print one personal link per person. The links are shown this once.
    New(New),
    /// List the meetings.
    List(Common),
}

#[derive(Debug, Args)]
pub(super) struct New {
    #[command(flatten)]
    common: Common,
    /// The title, for example "Sitzung des Stadtrates".
    #[arg(long)]
    title: String,
    /// When it starts: "2026-11-23 18:30" in the time zone of the house, or 2026-11-23T18:30:00+01:00.
    #[arg(long)]
    start: String,
    /// Who is invited: a CSV file with the columns name, role, group, and pin for who may take part by telephone.
    #[arg(long, value_name = "FILE")]
    members: PathBuf,
    /// Somebody who runs the meeting (Sitzungsdienst). May be given several times.
    #[arg(long, value_name = "NAME")]
    staff: Vec<String>,
    /// The meeting engine to pin the meeting to: "embedded", or the name of a `[[livekit]]` of the configuration. Without
    /// this, it runs on whichever engine the configuration names when it takes place.
    #[arg(long, value_name = "NAME")]
    engine: Option<String>,
}

#[derive(Serialize)]
struct Made {
    meeting: MadeMeeting,
    people: Vec<MadePerson>,
}

#[derive(Serialize)]
struct MadeMeeting {
    id: String,
    title: String,
    starts_at: String,
    links_end_at: String,
    engine: Option<String>,
}

#[derive(Serialize)]
struct MadePerson {
    participant: ParticipantId,
    name: String,
    role: Role,
    group: String,
    link: String,
}

#[derive(Serialize)]
struct Listed {
    id: String,
    title: String,
    starts_at: String,
    phase: MeetingPhase,
    engine: Option<String>,
    invited: u32,
}

pub(super) async fn run(command: Command, out: &mut impl Write) -> Result<ExitCode, CliError> {
    match command {
        Command::New(new) => make(new, out).await,
        Command::List(common) => list(&common, out).await,
    }
}

async fn make(new: New, out: &mut impl Write) -> Result<ExitCode, CliError> {
    let config = Config::load(&new.common.config)?;
    let zone = &config.house.time_zone;
    let title = new.title.trim().to_owned();
    members::check_name(&title)
        .map_err(|_| CliError::Said("the title must be one line, not empty, and not too long".to_owned()))?;
    let starts_at = house_time::read(&new.start, zone)?;
    let engine = pin(&new, &config)?;
    let invitees = invitees(&new)?;
    if !invitees.iter().any(|invitee| invitee.role == Role::Staff) {
        return Err(CliError::Said(
            "nobody runs this meeting: name the Sitzungsdienst with --staff NAME, or in the list".to_owned(),
        ));
    }
    let mut meeting =
        NewMeeting { id: MeetingId(invitations::new_id("m")?), title, starts_at, engine, people: vec![] };
    let mut people = vec![];
    for Invitee { name, role, group, pin } in invitees {
        let token = invitations::new_token()?;
        let participant = ParticipantId(invitations::new_id("p")?);
        meeting.people.push(NewPerson {
            id: participant.clone(),
            name: name.clone(),
            role,
            group: group.clone(),
            invitation_hash: invitations::hash(token.reveal()),
            pin,
        });
        people.push(MadePerson {
            participant,
            name,
            role,
            group,
            link: invitations::link(&config.public_url(), &token),
        });
    }
    let store = server::open_store(&config).await?;
    store.create_meeting(&meeting, clock::now()).await?;
    store.close().await;
    let ends_at = config.invitations.end(starts_at);
    let made = Made {
        meeting: MadeMeeting {
            id: meeting.id.0,
            title: meeting.title,
            starts_at: house_time::rfc3339(starts_at, zone),
            links_end_at: house_time::rfc3339(ends_at, zone),
            engine: meeting.engine.map(|engine| engine.0),
        },
        people,
    };
    if new.common.json {
        print_json(out, &made)?;
    } else {
        writeln!(out, "{}, {}", made.meeting.title, house_time::in_full(starts_at, zone, Language::German))?;
        writeln!(
            out,
            "These links are shown this once, and end on {}.\n",
            house_time::in_full(ends_at, zone, Language::German)
        )?;
        let width = made.people.iter().map(|person| person.name.chars().count()).max().unwrap_or(0);
        for person in &made.people {
            let role = match person.role {
                Role::Member => "member",
                Role::Staff => "staff ",
            };
            writeln!(out, "{:width$}  {role}  {}", person.name, person.link)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The engine that is asked for, if there is one of that name.
fn pin(new: &New, config: &Config) -> Result<Option<EngineName>, CliError> {
    let Some(name) = new.engine.clone().map(EngineName) else { return Ok(None) };
    if config.has_engine(&name) {
        return Ok(Some(name));
    }
    let names = config.engine_names().join(", ");
    Err(CliError::Said(format!("--engine: there is no meeting engine \"{}\"; there are {names}", name.0)))
}

fn invitees(new: &New) -> Result<Vec<Invitee>, CliError> {
    let file = &new.members;
    let bytes = fs::read(file).map_err(|source| CliError::ListUnreadable { file: file.clone(), source })?;
    let mut invitees =
        members::read(&bytes).map_err(|source| CliError::List { file: file.clone(), source })?;
    for name in &new.staff {
        let name = name.trim().to_owned();
        members::check_name(&name).map_err(|problem| CliError::Said(format!("--staff: {problem}")))?;
        invitees.push(Invitee { name, role: Role::Staff, group: String::new(), pin: String::new() });
    }
    Ok(invitees)
}

async fn list(common: &Common, out: &mut impl Write) -> Result<ExitCode, CliError> {
    let config = Config::load(&common.config)?;
    let zone = &config.house.time_zone;
    let store = server::open_store(&config).await?;
    let meetings = store.meetings().await?;
    store.close().await;
    if common.json {
        let listed = meetings.into_iter().map(|meeting| Listed {
            id: meeting.id.0,
            title: meeting.title,
            starts_at: house_time::rfc3339(meeting.starts_at, zone),
            phase: meeting.phase,
            engine: meeting.engine.map(|engine| engine.0),
            invited: meeting.invited,
        });
        print_json(out, &listed.collect::<Vec<_>>())?;
    } else if meetings.is_empty() {
        writeln!(out, "There are no meetings yet.")?;
    } else {
        for meeting in meetings {
            let phase = match meeting.phase {
                MeetingPhase::Scheduled => "scheduled",
                MeetingPhase::Open => "open     ",
                MeetingPhase::Over => "over     ",
            };
            let (id, start) = (meeting.id.0, house_time::rfc3339(meeting.starts_at, zone));
            let engine = meeting.engine.map(|engine| format!("  (on {})", engine.0)).unwrap_or_default();
            writeln!(
                out,
                "{id}  {start}  {phase}  {:>3} invited  {}{engine}",
                meeting.invited, meeting.title
            )?;
        }
    }
    Ok(ExitCode::SUCCESS)
}
