//! What a browser gets over HTTP: the filled page, its headers, the assets.

use crate::common::{House, INDEX};
use base64::{Engine as _, prelude::BASE64_STANDARD};
use serde_json::Value;
use sha2::{Digest, Sha256};
use wire::{
    SPEED_TEST_LIMIT, SPEED_TEST_PATH,
    page::{DialIn, Page, Role, Visitor},
    participant::InvitationProblem,
};

const ONE: &str = "name,role\n<script>alert('Öz')</script> & \"Co\",member\n";

fn page_of(html: &str) -> Page {
    let (_, rest) = html.split_once("<script type=\"application/json\" id=\"page\">").unwrap();
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

#[tokio::test]
async fn a_personal_page_is_filled_and_no_name_becomes_markup() {
    let house = House::new("");
    let meeting = house.meeting("2099-11-23 18:30", ONE).await;
    let server = house.serve().await;
    let answer = server.get(&format!("/j/{}", meeting.secret(0)), &[]).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "no-store");
    assert!(answer.headers()["vary"].to_str().unwrap().contains("accept-language"));
    let html = answer.text().await.unwrap();
    assert!(
        html.contains("<p>&lt;script&gt;alert(&#39;Öz&#39;)&lt;/script&gt; &amp; &quot;Co&quot;</p>"),
        "{html}"
    );
    assert!(html.contains("<title>Sitzung des &lt;Rates&gt;</title>"));
    assert!(html.contains("<h1>Stadt &lt;Muster&gt; &amp; Söhne</h1>"));
    assert!(html.contains("<a href=\"tel:01234567\">0123 / 45 67</a>"));
    assert!(html.contains("<p lang=\"de\">Montag, 23. November 2099, 18:30\u{a0}Uhr</p>"));
    assert!(html.contains("<p lang=\"en\">Monday 23 November 2099, 6:30\u{a0}pm</p>"));
    assert!(html.contains("<html lang=\"de\" data-visitor=\"invited\" data-has=\""));
    assert_eq!(html.matches("alert(").count(), 2, "once as text, once in the data block");
    assert!(!html.contains("<script>alert"));
    let Visitor::Invited(invited) = page_of(&html).visitor else { panic!("not invited") };
    assert_eq!(invited.name, "<script>alert('Öz')</script> & \"Co\"");
    assert_eq!((invited.role, invited.invitation.reveal()), (Role::Member, meeting.secret(0).as_str()));
    let staff = server.get(&format!("/j/{}", meeting.secret(1)), &[]).await.text().await.unwrap();
    assert!(staff.contains("data-visitor=\"staff\""), "the shell shows no member's steps to staff");
    let page = page_of(&staff);
    assert_eq!(page.house.utc_offset_minutes, 60, "winter in Berlin");
    assert!(matches!(page.visitor, Visitor::Invited(invited) if invited.role == Role::Staff));
    server.stop().await;
}

#[tokio::test]
async fn who_has_a_pin_is_told_the_number_of_the_telephone_bridge_and_nobody_else() {
    const TWO: &str = "name,pin\nAnna,482 913\nBert,\n";
    let with = House::with_house("dial_in = \"0123 / 99\"\n");
    let without = House::new("");
    let mut told = vec![];
    for house in [&with, &without] {
        let meeting = house.meeting("2099-11-23 18:30", TWO).await;
        let server = house.serve().await;
        for person in 0..2 {
            let page = server.get(&format!("/j/{}", meeting.secret(person)), &[]).await.text().await.unwrap();
            let Visitor::Invited(invited) = page_of(&page).visitor else { panic!("not invited") };
            told.push(invited.dial_in);
        }
        server.stop().await;
    }
    let number = DialIn { number: "0123 / 99".to_owned(), pin: "482913".to_owned() };
    assert_eq!(number.link(), "tel:012399,,482913%23");
    assert_eq!(told, [Some(Box::new(number)), None, None, None]);
}

#[tokio::test]
async fn who_has_no_good_link_gets_the_page_all_the_same_with_its_status() {
    let house = House::new("");
    let meeting = house.meeting("2099-11-23 18:30", ONE).await;
    let past = house.meeting("2020-11-23 18:30", ONE).await;
    house.run(&["invitation", "revoke", &meeting.secret(0)]).await;
    let server = house.serve().await;
    for (path, status, visitor, problem) in [
        ("/".to_owned(), 200, "stranger", None),
        ("/j/unknown".to_owned(), 404, "refused", Some(InvitationProblem::Unknown)),
        (format!("/j/{}", past.secret(0)), 410, "refused", Some(InvitationProblem::Expired)),
        (format!("/j/{}", meeting.secret(0)), 410, "refused", Some(InvitationProblem::Revoked)),
    ] {
        let answer = server.get(&path, &[("accept-language", "en-GB,en;q=0.8")]).await;
        assert_eq!(answer.status(), status, "{path}");
        let html = answer.text().await.unwrap();
        assert!(
            html.contains(&format!("<html lang=\"en\" data-visitor=\"{visitor}\" data-has=\"house")),
            "{html}"
        );
        let expected = problem.map_or(Visitor::Stranger, |problem| Visitor::Refused { problem });
        assert_eq!(page_of(&html).visitor, expected);
        // Whose it was is nobody's business any more.
        assert!(!html.contains("alert"));
    }
    server.stop().await;
}

#[tokio::test]
async fn the_policy_allows_the_inline_scripts_of_the_page_and_no_others() {
    let house = House::new("");
    let server = house.serve().await;
    let answer = server.get("/", &[]).await;
    let headers = answer.headers().clone();
    let policy = headers["content-security-policy"].to_str().unwrap().to_owned();
    let between = |from: &str, to: &str| INDEX.split_once(from).unwrap().1.split_once(to).unwrap().0;
    let hash = |text: &str| format!("'sha256-{}'", BASE64_STANDARD.encode(Sha256::digest(text)));
    let script = hash(between("<script type=\"module\">", "</script>"));
    let style = hash(between("<style>", "</style>"));
    let part = |name: &str| policy.split("; ").find(|part| part.starts_with(name)).unwrap().to_owned();
    assert_eq!(part("default-src"), "default-src 'none'");
    assert_eq!(part("script-src"), format!("script-src 'self' 'wasm-unsafe-eval' {script}"));
    assert_eq!(part("style-src"), format!("style-src 'self' {style}"));
    assert_eq!(part("connect-src"), format!("connect-src 'self' ws://{}", server.address));
    assert_eq!(part("frame-ancestors"), "frame-ancestors 'none'");
    assert!(!policy.contains("unsafe-inline"));
    for (name, value) in [
        ("referrer-policy", "no-referrer"),
        ("x-content-type-options", "nosniff"),
        ("cross-origin-opener-policy", "same-origin"),
        ("cross-origin-resource-policy", "same-origin"),
        ("x-robots-tag", "noindex, nofollow"),
    ] {
        assert_eq!(headers[name], value);
    }
    let permissions = headers["permissions-policy"].to_str().unwrap();
    assert!(permissions.contains("microphone=(self)") && permissions.contains("geolocation=()"));
    assert!(!headers.contains_key("strict-transport-security"));
    server.stop().await;
}

#[tokio::test]
async fn over_https_browsers_are_told_to_stay_there() {
    let house = House::new("public_url = \"https://sitzung.example\"");
    let server = house.serve().await;
    let answer = server.get("/healthz", &[]).await;
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    let answer = server.get("/", &[]).await;
    assert_eq!(answer.headers()["strict-transport-security"], "max-age=31536000");
    let policy = answer.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("connect-src 'self' wss://sitzung.example "), "{policy}");
    server.stop().await;
}

#[tokio::test]
async fn assets_come_compressed_as_the_build_made_them_and_are_kept_for_ever() {
    let house = House::new("");
    let dist = house.folder.path().join("dist");
    let name = "client-0123456789abcdef_bg.wasm";
    std::fs::write(dist.join(name), b"plain").unwrap();
    std::fs::write(dist.join(format!("{name}.br")), b"brotli").unwrap();
    std::fs::write(dist.join(format!("{name}.gz")), b"gzip").unwrap();
    std::fs::write(dist.join("chime.ogg"), b"ding").unwrap();
    std::fs::write(dist.join("index.html.br"), b"bare").unwrap();
    let server = house.serve().await;
    for (accepted, encoding, body) in [
        ("gzip, deflate, br, zstd", Some("br"), "brotli"),
        ("gzip", Some("gzip"), "gzip"),
        ("identity", None, "plain"),
    ] {
        let answer = server.get(&format!("/{name}"), &[("accept-encoding", accepted)]).await;
        assert_eq!(answer.status(), 200);
        let headers = answer.headers().clone();
        assert_eq!(headers.get("content-encoding").map(|value| value.to_str().unwrap()), encoding);
        assert_eq!(headers["content-type"], "application/wasm");
        assert_eq!(headers["cache-control"], "public, max-age=31536000, immutable");
        assert_eq!(headers["vary"], "accept-encoding");
        assert_eq!(answer.text().await.unwrap(), body);
    }
    let answer = server.get("/chime.ogg", &[]).await;
    assert_eq!(answer.headers()["cache-control"], "no-cache");
    let etag = answer.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(server.get("/chime.ogg", &[("if-none-match", &etag)]).await.status(), 304);
    for path in
        ["/index.html", "/index.html.br", "/nothing.js", "/../vorzimmer.toml", "/%2e%2e/vorzimmer.toml"]
    {
        let answer = server.get(path, &[]).await;
        assert_eq!(answer.status(), 404, "{path}");
        assert_eq!(answer.headers()["cache-control"], "no-store");
    }
    server.stop().await;
}

#[tokio::test]
async fn only_pages_carry_the_long_rules_for_pages() {
    let house = House::new("");
    let dist = house.folder.path().join("dist");
    let asset = "/client-0123456789abcdef.js";
    std::fs::write(dist.join(&asset[1..]), b"1").unwrap();
    let server = house.serve().await;
    let rules = [
        "content-security-policy",
        "permissions-policy",
        "referrer-policy",
        "cross-origin-opener-policy",
        "x-robots-tag",
    ];
    for (path, is_page) in [("/", true), ("/j/unknown", true), (asset, false), ("/healthz", false)] {
        let answer = server.get(path, &[]).await;
        for rule in rules {
            assert_eq!(answer.headers().contains_key(rule), is_page, "{path}: {rule}");
        }
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
        assert_eq!(answer.headers()["cross-origin-resource-policy"], "same-origin", "{path}");
        assert!(answer.headers().contains_key("cache-control"), "{path}");
    }
    let answer = server.get(asset, &[("accept-encoding", "br")]).await;
    let names: Vec<_> = answer.headers().keys().map(|name| name.as_str()).collect();
    let bytes: usize =
        answer.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    assert!(bytes < 450, "{bytes} bytes of headers with an asset: {names:?}");
    server.stop().await;
}

#[tokio::test]
async fn the_page_itself_is_compressed_on_the_way() {
    let house = House::new("");
    let server = house.serve().await;
    for encoding in ["br", "gzip"] {
        let answer = server.get("/", &[("accept-encoding", encoding)]).await;
        assert_eq!(answer.headers()["content-encoding"], encoding);
    }
    server.stop().await;
}

#[tokio::test]
async fn a_new_client_is_served_without_a_restart() {
    let house = House::new("");
    let server = house.serve().await;
    server.get("/", &[]).await;
    let file = house.folder.path().join("dist/index.html");
    std::fs::write(&file, "<html><script>new()</script>").unwrap();
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(5);
    std::fs::File::options().write(true).open(&file).unwrap().set_modified(later).unwrap();
    let answer = server.get("/", &[]).await;
    let hash = BASE64_STANDARD.encode(Sha256::digest("new()"));
    assert!(answer.headers()["content-security-policy"].to_str().unwrap().contains(&hash));
    assert!(answer.text().await.unwrap().contains("new()"));
    server.stop().await;
}

#[tokio::test]
async fn a_page_can_try_out_its_line_with_so_much_and_no_more() {
    let house = House::new("");
    let server = house.serve().await;
    let asked = |bytes| format!("{SPEED_TEST_PATH}?bytes={bytes}");
    let answer = server.get(&asked(SPEED_TEST_LIMIT), &[("accept-encoding", "br, gzip")]).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "no-store, no-transform");
    assert!(!answer.headers().contains_key("content-encoding"));
    let bytes = answer.bytes().await.unwrap();
    assert_eq!(bytes.len(), SPEED_TEST_LIMIT);
    let ones: u32 = bytes.iter().map(|byte| byte.count_ones()).sum();
    assert!((700_000..900_000).contains(&ones), "{ones} ones of {} bits are no noise", 8 * SPEED_TEST_LIMIT);
    for (path, status) in [(asked(0), 200), (asked(SPEED_TEST_LIMIT + 1), 400), (SPEED_TEST_PATH.into(), 400)]
    {
        assert_eq!(server.get(&path, &[]).await.status(), status, "{path}");
    }

    let own = server.url("");
    for (origin, bytes, status) in [
        (own.as_str(), SPEED_TEST_LIMIT, 204),
        (own.as_str(), SPEED_TEST_LIMIT + 1, 413),
        ("https://elsewhere.example", 10, 403),
    ] {
        let request = reqwest::Client::new().post(server.url(SPEED_TEST_PATH)).header("origin", origin);
        let answer = request.body(vec![0; bytes]).send().await.unwrap();
        assert_eq!(answer.status(), status, "{bytes} bytes from {origin}");
    }
    server.stop().await;
}

#[tokio::test]
async fn the_health_of_the_store_is_told_in_a_stable_form() {
    let house = House::new("");
    let server = house.serve().await;
    let answer = server.get("/healthz", &[]).await;
    assert_eq!(answer.status(), 200);
    let health: Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(health, serde_json::json!({"service": "vorzimmer", "status": "ok", "version": version}));
    // The table it writes to is gone: whatever is wrong with a database, this is how it looks.
    let database = format!("sqlite:{}", house.folder.path().join("data/vorzimmer.sqlite3").display());
    let other = sqlx::SqlitePool::connect(&database).await.unwrap();
    sqlx::query("DROP TABLE heartbeat").execute(&other).await.unwrap();
    other.close().await;
    tokio::time::sleep(std::time::Duration::from_millis(1_100)).await;
    let answer = server.get("/healthz", &[]).await;
    assert_eq!(answer.status(), 503);
    assert!(answer.text().await.unwrap().contains("\"status\":\"store-unavailable\""));
    server.stop().await;
}
