//! Our own drawings of where to press, and of what to do: lines of one width on a grid of 96 by 64, drawn for this project.
//! What counts is drawn in the colour of what can be pressed. They say nothing that the words beside them do not say, and
//! so are hidden from screen readers.

use yew::prelude::*;

macro_rules! pictures {
    ($($(#[$doc:meta])* $name:ident = $around:expr, $beside:expr, $counts:expr;)+) => {
        /// A drawing. One may serve several steps.
        #[derive(Clone, Copy, PartialEq, Eq)]
        pub enum Picture { $($(#[$doc])* $name,)+ }

        impl Picture {
            /// What is around it, what is beside it, and what counts.
            pub(super) fn lines(self) -> (&'static str, &'static str, &'static str) {
                match self { $(Self::$name => ($around, $beside, $counts),)+ }
            }
        }
    };
}

const NOTHING: &str = "";
/// A browser's window with the bar of its address.
const WINDOW: &str = "M10 6h76a4 4 0 0 1 4 4v44a4 4 0 0 1-4 4H10a4 4 0 0 1-4-4V10a4 4 0 0 1 4-4zM6 24h84";
/// A small window.
const PANEL: &str = "M14 4h68a4 4 0 0 1 4 4v48a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4z";
/// A list, of which the line in the middle is left out.
const LIST: &str =
    "M14 4h68a4 4 0 0 1 4 4v48a4 4 0 0 1-4 4H14a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4zM20 13h34M20 51h26";
/// The upper end of a telephone.
const PHONE_TOP: &str = "M24 64V10a7 7 0 0 1 7-7h34a7 7 0 0 1 7 7v54";
/// Its lower end.
const PHONE_END: &str = "M24 0v54a7 7 0 0 0 7 7h34a7 7 0 0 0 7-7V0";
/// Head and shoulders.
const PERSON: &str = "M16 28a10 10 0 1 0 20 0 10 10 0 0 0-20 0zM10 58a16 16 0 0 1 32 0";
/// The address in a window.
const ADDRESS: &str = "M18 15h50";

pictures! {
    /// The browser's question, with the answer that allows.
    Allow = NOTHING,
        "M16 8h64a4 4 0 0 1 4 4v40a4 4 0 0 1-4 4H16a4 4 0 0 1-4-4V12a4 4 0 0 1 4-4zM22 19h40M22 28h28M20 38h24v11H20z",
        "M52 38h24v11H52zM58 43l4 3.5 7-6";
    /// Below the address, at the left.
    UnderAddress = WINDOW, ADDRESS, "M11 28h40v24H11zM17 35h26M17 44h10M35 44h10";
    /// The sign beside the address.
    SignBesideAddress = WINDOW, "M32 15h42M16 36h52M16 46h38", "M12 15a6 6 0 1 0 12 0 6 6 0 0 0-12 0z";
    /// A crossed-out microphone beside the address.
    CrossedOut = NOTHING,
        "M96 17H18a15 15 0 0 0 0 30h78M54 32h34",
        "M28 22a4 4 0 0 0-4 4v5a4 4 0 0 0 8 0v-5a4 4 0 0 0-4-4zM20 31a8 8 0 0 0 16 0M28 39v3M19 22l18 20";
    /// The cross beside what is blocked.
    RemoveBlocked = PANEL,
        "M20 17h34M20 47h26M23.5 27.5a2.5 2.5 0 0 1 5 0v3a2.5 2.5 0 0 1-5 0zM21 31a5 5 0 0 0 10 0M26 36v2M38 32h20",
        "M63 32a8 8 0 1 0 16 0 8 8 0 0 0-16 0zM68 29l6 6M74 29l-6 6";
    /// The sign at the left of a telephone's lower edge.
    PageMenu = PHONE_END,
        "M34 10h28M34 20h20M37 40h24a6 6 0 0 1 0 12H37a6 6 0 0 1 0-12zM50 46h10",
        "M30 46a7 7 0 1 0 14 0 7 7 0 0 0-14 0z";
    /// The sign at the left of a telephone's upper edge.
    SignOnPhone = PHONE_TOP,
        "M34 36h28M34 46h20M37 12h24a6 6 0 0 1 0 12H37a6 6 0 0 1 0-12zM50 18h10",
        "M30 18a7 7 0 1 0 14 0 7 7 0 0 0-14 0z";
    /// The menu at the upper edge of an app.
    AppMenu =
        PHONE_TOP, "M34 16h14M34 34h28M34 44h20", "M54 16a7 7 0 1 0 14 0 7 7 0 0 0-14 0zM61 13v.01M61 16v.01M61 19v.01";
    /// Pulling down from the upper edge of a telephone.
    QuickSettings = PHONE_TOP, "M33 34h13v10H33zM50 34h13v10H50zM33 49h13v10H33zM50 49h13v10H50z", "M48 8v18M41 19l7 7 7-7";
    /// A menu at the very top of the screen.
    MenuBar = NOTHING,
        "M12 6h72a4 4 0 0 1 4 4v44a4 4 0 0 1-4 4H12a4 4 0 0 1-4-4V10a4 4 0 0 1 4-4zM8 20h80M54 13h8M70 13h8",
        "M18 13h24M16 20h36v26H16zM23 29h22M23 37h22";
    /// One line of a list.
    Row = LIST, NOTHING, "M16 22h64v20H16zM24 32h30M69 28l4 4-4 4";
    /// The line about privacy.
    RowPrivacy =
        LIST, NOTHING, "M16 22h64v20H16zM27 26l6 2v4c0 3-2.5 5-6 6.5-3.5-1.5-6-3.5-6-6.5v-4zM40 32h18M69 28l4 4-4 4";
    /// The line of the microphone.
    RowMicrophone = LIST,
        NOTHING,
        "M16 22h64v20H16zM24.5 27.5a2.5 2.5 0 0 1 5 0v3a2.5 2.5 0 0 1-5 0zM22 31a5 5 0 0 0 10 0M27 36v2M40 32h18M69 28l4 4-4 4";
    /// The line of the camera.
    RowCamera = LIST, NOTHING, "M16 22h64v20H16zM21 28h8v8h-8zM29 31l5-2.5v7l-5-2.5M42 32h16M69 28l4 4-4 4";
    /// The line of the sound.
    RowSound = LIST, NOTHING, "M16 22h64v20H16zM21 30v4h3l4 3.5v-11L24 30zM32 29a4.5 4.5 0 0 1 0 6M42 32h16M69 28l4 4-4 4";
    /// The line of date and time.
    RowClock =
        LIST, NOTHING, "M16 22h64v20H16zM21 32a6 6 0 1 0 12 0 6 6 0 0 0-12 0zM27 28.5V32l2.5 2M40 32h18M69 28l4 4-4 4";
    /// The line of an app.
    RowApp = LIST,
        NOTHING,
        "M16 22h64v20H16zM23 26h8a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2h-8a2 2 0 0 1-2-2v-8a2 2 0 0 1 2-2zM40 32h18M69 28l4 4-4 4";
    /// A switch that is turned on.
    Switch = PANEL,
        "M20 14h26M20 32h26M20 50h26M61 45h10a5 5 0 0 1 0 10H61a5 5 0 0 1 0-10z",
        "M61 26h10a6 6 0 0 1 0 12H61a6 6 0 0 1 0-12zM71 32v.01";
    /// The microphone's switch.
    SwitchMicrophone = LIST,
        "M22.5 27.5a2.5 2.5 0 0 1 5 0v3a2.5 2.5 0 0 1-5 0zM20 31a5 5 0 0 0 10 0M25 36v2M38 32h12",
        "M61 26h10a6 6 0 0 1 0 12H61a6 6 0 0 1 0-12zM71 32v.01";
    /// The camera's switch.
    SwitchCamera =
        LIST, "M20 28h8v8h-8zM28 31l5-2.5v7l-5-2.5M40 32h10", "M61 26h10a6 6 0 0 1 0 12H61a6 6 0 0 1 0-12zM71 32v.01";
    /// The settings.
    Settings = NOTHING,
        NOTHING,
        "M32 32a16 16 0 1 0 32 0 16 16 0 0 0-32 0zM42 32a6 6 0 1 0 12 0 6 6 0 0 0-12 0zM48 16v-6M48 54v-6M64 32h6M26 32h6M59.3 20.7l4.2-4.2M32.5 47.5l4.2-4.2M59.3 43.3l4.2 4.2M32.5 16.5l4.2 4.2";
    /// Loading the page again.
    Reload = WINDOW, ADDRESS, "M56.5 37a10 10 0 1 0 1.5 8M57.5 29.5V37H50";
    /// Back to the page.
    Return = WINDOW, ADDRESS, "M62 41H35M43 33l-8 8 8 8";
    /// The browser, ended and begun again.
    Restart = WINDOW, ADDRESS, "M54 35a10 10 0 1 1-12 0M48 30v11";
    /// Another window in front.
    OtherWindow = NOTHING,
        "M34 42H12a4 4 0 0 1-4-4V12a4 4 0 0 1 4-4h40a4 4 0 0 1 4 4v12M8 18h48",
        "M38 24h46a4 4 0 0 1 4 4v26a4 4 0 0 1-4 4H38a4 4 0 0 1-4-4V28a4 4 0 0 1 4-4zM34 35h54";
    /// The address bar.
    Paste = WINDOW, "M16 36h52M16 46h38", "M18 10.5h60a4.5 4.5 0 0 1 0 9H18a4.5 4.5 0 0 1 0-9zM24 15h30";
    /// A browser.
    Browser = NOTHING,
        NOTHING,
        "M26 32a22 22 0 1 0 44 0 22 22 0 0 0-44 0zM26 32h44M48 10c-8 6-11 14-11 22s3 16 11 22c8-6 11-14 11-22s-3-16-11-22z";
    /// Other windows, to be closed.
    ClosePrograms = NOTHING,
        "M34 42H12a4 4 0 0 1-4-4V12a4 4 0 0 1 4-4h40a4 4 0 0 1 4 4v12M8 18h48M38 24h46a4 4 0 0 1 4 4v26a4 4 0 0 1-4 4H38a4 4 0 0 1-4-4V28a4 4 0 0 1 4-4z",
        "M54 34l14 14M68 34L54 48";
    /// A slider, moved to the right.
    Louder = NOTHING, "M12 44h68M86 44h.01", "M55 44a7 7 0 1 0 14 0 7 7 0 0 0-14 0zM34 22h28M55 15l7 7-7 7";
    /// A slider, moved to the left.
    Quieter = NOTHING, "M12 44h68M86 44h.01", "M27 44a7 7 0 1 0 14 0 7 7 0 0 0-14 0zM62 22H34M41 15l-7 7 7 7";
    /// A loudspeaker, louder.
    Volume =
        NOTHING, "M18 25v14h11l15 12V13L29 25z", "M54 25a11 11 0 0 1 0 14M62 17a22 22 0 0 1 0 30M70 9a33 33 0 0 1 0 46";
    /// Wireless network.
    Network = NOTHING, NOTHING, "M22 28a36 36 0 0 1 52 0M30 37a24 24 0 0 1 36 0M39 45.5a12 12 0 0 1 18 0M48 54v.01";
    /// A page that wants to be agreed to.
    GuestNetwork = WINDOW, "M18 15h50M30 33h36", "M30 40h36v12H30zM43 45.5l4 3.5 7-6";
    /// The switch on a microphone.
    MuteSwitch = NOTHING,
        "M32 12a8 8 0 0 1 16 0v16a8 8 0 0 1-16 0zM25 28a15 15 0 0 0 30 0M40 43v10M32 55h16",
        "M68 18h12a7 7 0 0 1 0 14H68a7 7 0 0 1 0-14zM80 25v.01";
    /// A plug on its way in.
    Plug = NOTHING,
        "M68 14h16a3 3 0 0 1 3 3v30a3 3 0 0 1-3 3H68zM74 27h5M74 37h5",
        "M6 32h20M26 22h16a4 4 0 0 1 4 4v12a4 4 0 0 1-4 4H26zM46 27h10M46 37h10";
    /// The cover of a camera, slid aside.
    Shutter = NOTHING,
        "M6 64V18a6 6 0 0 1 6-6h72a6 6 0 0 1 6 6v46M16 64V36h64v28M29 24a5 5 0 1 0 10 0 5 5 0 0 0-10 0z",
        "M46 18h14v12H46zM68 24h14M76 18l6 6-6 6";
    /// A lamp in front of a face.
    Lamp = PERSON,
        NOTHING,
        "M62 24a10 10 0 1 0 20 0 10 10 0 0 0-20 0zM68 33.5V40h8v-6.5M56 24h-6M60.5 12.5l-4-4M60.5 35.5l-4 4";
    /// No bright window behind.
    BrightWindow = PERSON, "M54 10h34v36H54zM71 10v36M54 28h34", "M52 48L90 8";
    /// Towards the microphone.
    Nearer = PERSON, "M70 20a5 5 0 0 1 10 0v10a5 5 0 0 1-10 0zM65 30a10 10 0 0 0 20 0M75 40v8", "M44 28h14M52 22l6 6-6 6";
    /// Away from the microphone.
    Away = PERSON, "M70 20a5 5 0 0 1 10 0v10a5 5 0 0 1-10 0zM65 30a10 10 0 0 0 20 0M75 40v8", "M58 28H44M50 22l-6 6 6 6";
    /// No noise.
    Silence = NOTHING, "M14 25v14h10l14 12V13L24 25zM46 25a11 11 0 0 1 0 14", "M58 23l18 18M76 23L58 41";
    /// Headphones on a head.
    Headphones = NOTHING,
        "M33 32a15 15 0 1 0 30 0 15 15 0 0 0-30 0zM24 62a24 16 0 0 1 48 0",
        "M29 34v-3a19 19 0 0 1 38 0v3M25 32h7v13h-7zM64 32h7v13h-7z";
    /// Towards the router.
    Router = NOTHING,
        "M8 30h34v22H8zM4 57h42M66 44h24v11H66zM72 49.5v.01M78 44V34",
        "M48 38h12M54 32l6 6-6 6M71 27a10 10 0 0 1 14 0M66 20a18 18 0 0 1 24 0";
    /// The network of a telephone.
    OtherNetwork = NOTHING,
        "M6 30h34v22H6zM2 57h42",
        "M68 14h16a3 3 0 0 1 3 3v34a3 3 0 0 1-3 3H68a3 3 0 0 1-3-3V17a3 3 0 0 1 3-3zM76 48v.01M57 27a11 11 0 0 0 0 14M50 21a21 21 0 0 0 0 26";
    /// The newest message.
    Letter = NOTHING, "M14 18h62v38H14zM14 22l31 20 31-20", "M67 16a9 9 0 1 0 18 0 9 9 0 0 0-18 0zM72.5 16l3 2.5 4.5-5";
    /// The link in a message.
    Link = NOTHING, "M20 5h56v54H20zM28 15h30M28 23h38M28 51h26", "M26 31h44v12H26zM33 37h30";
}

impl Picture {
    /// The drawing.
    pub fn show(self) -> Html {
        let (around, beside, counts) = self.lines();
        html! {
            <svg class="drawing" viewBox="0 0 96 64" aria-hidden="true" focusable="false">
                <path d={around} />
                <path d={beside} />
                <path class="counts" d={counts} />
            </svg>
        }
    }
}
