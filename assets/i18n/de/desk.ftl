# The page of the Sitzungsdienst.

desk-title = Sitzungsdienst
desk-phase-scheduled = Noch nicht eröffnet
desk-phase-open = Eröffnet
desk-phase-over = Beendet
desk-not-live = Die Verbindung ist unterbrochen. Was Sie sehen, kann veraltet sein. Sie kommt von selbst zurück.
desk-waiting-count = { $count ->
    [one] wartet
   *[other] warten
}
desk-ready-count = bereit
desk-admitted-count = eingelassen
desk-absent-count = noch nicht da
desk-open = Sitzung eröffnen
desk-end = Sitzung beenden
desk-admit-all = Alle einlassen
desk-write-all = An alle Wartenden schreiben

desk-waiting = Warteraum
desk-nobody-waits = Im Augenblick wartet niemand.
desk-admitted = Eingelassen
desk-rejected = Nicht eingelassen
desk-absent = Noch nicht da
desk-since = wartet seit { $time }
desk-in-meeting = in der Sitzung
desk-not-in-meeting = nicht in der Sitzung
desk-disconnected = nicht verbunden
desk-busy = wird ausgeführt …
desk-read = Gelesen: { $sentence }

desk-readiness = Prüfung
desk-hear = Hören
desk-speak = Sprechen
desk-heard = Wird gehört
desk-see = Sehen
desk-check = { $step }: { $status }
desk-check-idle = noch nicht geprüft
desk-check-running = wird geprüft
desk-check-skipped = ausgelassen
desk-check-success = in Ordnung
desk-check-failed = gestört

desk-admit = Einlassen
desk-admit-who = { $name } einlassen
desk-reject = Abweisen
desk-reject-who = { $name } abweisen
desk-remove = Entfernen
desk-remove-who = { $name } aus der Sitzung entfernen
desk-mute = Stumm schalten
desk-mute-who = { $name } stumm schalten
desk-write = Schreiben
desk-write-who = An { $name } schreiben

desk-reject-title = { $name } nicht einlassen?
desk-reject-label = Was soll die Person lesen? (freiwillig)
desk-reject-hint = Zum Beispiel, an wen sie sich wenden kann.
desk-reject-confirm = Nicht einlassen
desk-write-title = An { $name } schreiben
desk-write-all-title = An alle Wartenden schreiben
desk-write-label = Ihre Nachricht
desk-write-send = Senden
desk-characters-left = { $count ->
    [one] noch ein Zeichen
   *[other] noch { $count } Zeichen
}
desk-end-title = Die Sitzung für alle beenden?
desk-end-sentence = Alle Teilnehmenden verlassen die Sitzung. Das lässt sich nicht rückgängig machen.
desk-end-confirm = Für alle beenden

desk-done-admitted = Die Person ist eingelassen.
desk-done-all-admitted = Alle Wartenden sind eingelassen.
desk-done-rejected = Die Person wurde nicht eingelassen.
desk-done-muted = Das Mikrofon der Person ist aus. Nur sie selbst kann es wieder einschalten.
desk-done-written = Die Nachricht ist gesendet.
desk-done-opened = Die Sitzung ist eröffnet.
desk-done-ended = Die Sitzung ist beendet.
desk-failed-no-such-person = Diese Person ist zu der Sitzung nicht eingeladen.
desk-failed-not-now = Das geht im Augenblick nicht. Die Person ist vielleicht nicht mehr da, wo Sie sie sahen.
desk-failed-bad-text = Die Nachricht ist leer oder zu lang.
desk-failed-meeting-over = Die Sitzung ist schon beendet.
desk-failed-not-stored = Der Server konnte es nicht speichern. Bitte versuchen Sie es noch einmal.
desk-failed-engine-silent = Der Sitzungsraum antwortet nicht. Bitte versuchen Sie es noch einmal.
desk-unknown = Die Verbindung brach ab, bevor die Antwort kam. Bitte sehen Sie in der Liste nach, was gilt.
