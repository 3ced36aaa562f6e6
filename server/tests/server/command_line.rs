//! The command line: what it prints, and how it says no.

use crate::common::House;
use serde_json::Value;
use tokio::process::Command;

async fn vorzimmer(arguments: &[&str]) -> (bool, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_vorzimmer")).args(arguments).output().await.unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

#[tokio::test]
async fn the_default_configuration_is_the_file_that_is_shipped() {
    let (ok, out, _) = vorzimmer(&["config", "show-default"]).await;
    assert!(ok);
    let shipped = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/vorzimmer.toml")).unwrap();
    assert_eq!(out, shipped);
}

#[tokio::test]
async fn a_check_names_every_wrong_line() {
    let house = House::new("");
    let (ok, out, _) = house.run(&["config", "check"]).await;
    assert!(ok, "{out}");
    assert!(out.ends_with(": all is well\n"), "{out}");
    let text = "[house]\nnam = \"Stadt\"\n[server]\nlisten = \"localhost\"\n[meeting]\nsecret = \"0123456789abcdef0123456789abcdef\"\n";
    std::fs::write(&house.config, text).unwrap();
    let (ok, out, _) = house.run(&["config", "check"]).await;
    assert!(!ok);
    let lines: Vec<_> = out.lines().map(|line| line.rsplit_once(".toml: ").unwrap().1).collect();
    assert_eq!(
        lines,
        [
            "line 2: house.nam: there is no such setting; [house] has dial_in, helper_phone, name, time_zone",
            "line 4: server.listen: must be an address and a port, for example \"127.0.0.1:8080\" or \"[::]:8080\"",
            "line 6: meeting.secret: meeting.key is missing: give both or neither",
        ]
    );
    let (ok, out, _) = house.run(&["config", "check", "--json"]).await;
    assert!(!ok);
    let said: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(said["ok"], false);
    assert_eq!(said["findings"][1]["line"], 4);
    assert_eq!(said["findings"][1]["key"], "server.listen");
    let (ok, _, error) = house.run(&["serve"]).await;
    assert!(!ok && error.contains("line 6: meeting.secret"), "{error}");
}

#[tokio::test]
async fn a_check_looks_at_the_folders() {
    let house = House::new("");
    std::fs::remove_file(house.folder.path().join("dist/index.html")).unwrap();
    // A file where the folder should be.
    std::fs::write(house.folder.path().join("data"), "").unwrap();
    let (ok, out, _) = house.run(&["config", "check"]).await;
    assert!(!ok);
    let lines: Vec<_> = out.lines().collect();
    assert!(lines[0].contains("line 6: server.client_dir: there is no built client: "), "{out}");
    assert!(lines[1].contains("line 7: server.data_dir: the folder "), "{out}");
    let (ok, _, error) = house.run(&["serve"]).await;
    assert!(!ok && error.contains("the built client is missing"), "{error}");
}

#[tokio::test]
async fn a_meeting_is_made_listed_and_its_links_are_kept_nowhere() {
    let house = House::new("");
    let (ok, out, _) = house.run(&["meeting", "list"]).await;
    assert!(ok && out == "There are no meetings yet.\n", "{out}");
    let meeting = house.meeting("2099-11-23 18:30", "name,role\nAnna,member\n").await;
    assert_eq!(meeting.made["meeting"]["starts_at"], "2099-11-23T18:30:00+01:00");
    assert_eq!(meeting.made["people"][1]["role"], "staff");
    assert_eq!(meeting.secret(0).len(), 32);
    let (_, out, _) = house.run(&["meeting", "list", "--json"]).await;
    let list: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(list[0]["id"], meeting.id());
    assert_eq!((&list[0]["phase"], &list[0]["invited"]), (&Value::from("scheduled"), &Value::from(2)));
    for file in std::fs::read_dir(house.folder.path().join("data")).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        let secret = meeting.secret(0);
        assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

#[tokio::test]
async fn a_list_that_is_wrong_makes_no_meeting_and_is_told_line_by_line() {
    let house = House::new("");
    let list = house.folder.path().join("members.csv");
    std::fs::write(&list, "Name;Rolle\nAnna;Mitglied\n;Mitglied\nBert;König\n").unwrap();
    let list = list.display().to_string();
    let new = |start, staff: &'static str| {
        let list = list.clone();
        let house = &house;
        async move {
            let arguments =
                ["meeting", "new", "--title", "Rat", "--start", start, "--members", &list, "--staff", staff];
            house.run(&arguments).await
        }
    };
    let (ok, _, error) = new("2099-11-23 18:30", "Dienst").await;
    assert!(!ok);
    assert!(error.contains("line 3: the name is missing\nline 4: \"könig\" is no role"), "{error}");
    std::fs::write(&list, "Name\nAnna\n").unwrap();
    let (ok, _, error) = new("morgen", "Dienst").await;
    assert!(!ok && error.contains("\"morgen\" is no start"), "{error}");
    let (ok, _, error) = new("2099-11-23 18:30", " ").await;
    assert!(!ok && error.contains("--staff: the name is missing"), "{error}");
    let (_, out, _) = house.run(&["meeting", "list", "--json"]).await;
    assert_eq!(out.trim(), "[]");
    let (ok, out, _) = new("2099-11-23 18:30", "Dienst").await;
    assert!(ok);
    assert!(out.contains("Anna    member  http://127.0.0.1:0/j/"), "{out}");
}

#[tokio::test]
async fn a_link_is_taken_back_once() {
    let house = House::new("");
    let meeting = house.meeting("2099-11-23 18:30", "name\nAnna\n").await;
    let (ok, out, _) = house.run(&["invitation", "revoke", &meeting.link(0)]).await;
    assert!(ok && out == "The invitation is taken back.\n", "{out}");
    let (ok, out, _) = house.run(&["invitation", "revoke", &meeting.secret(0), "--json"]).await;
    assert!(ok);
    let said: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(said, serde_json::json!({"revoked": true, "already": true}));
    for unknown in ["nonsense", "-begins-with-a-dash"] {
        let (ok, _, error) = house.run(&["invitation", "revoke", unknown]).await;
        assert!(!ok && error == "vorzimmer: there is no such invitation\n", "{error}");
    }
}
