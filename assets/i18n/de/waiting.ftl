# Waiting room and device check.

waiting-title = Warteraum
waiting-now = Was jetzt geschieht
waiting-scheduled = Sie sind angemeldet. Der Sitzungsdienst lässt Sie ein, sobald es losgeht.
waiting-open = Die Sitzung ist eröffnet. Der Sitzungsdienst lässt Sie gleich ein.
waiting-stay = Bitte lassen Sie diese Seite offen.
waiting-link-returning = Die Verbindung ist unterbrochen. Sie kommt von selbst zurück, und Ihr Platz bleibt Ihnen sicher.
waiting-link-back = Die Verbindung ist wieder da. Ihr Platz ist geblieben.
waiting-place = Ihr Platz
waiting-begins = Beginn
waiting-minutes = { $minutes ->
    [one] in einer Minute
   *[other] in { $minutes } Minuten
}
waiting-hours = { $hours ->
    [one] in etwa einer Stunde
   *[other] in etwa { $hours } Stunden
}
waiting-days = in { $days } Tagen
waiting-any-moment = jeden Augenblick
waiting-messages = Vom Sitzungsdienst

checks-title = Ton und Bild prüfen
checks-ready = Alles ist bereit. Sie müssen nichts weiter tun.
checks-progress = { $done } von 3 Schritten fertig

hear-title = Hören
hear-silent = Wir spielen Ihnen einen Klang vor.
hear-play = Klang abspielen
hear-playing = Der Klang wird abgespielt …
hear-ask = Haben Sie den Klang gehört?
hear-yes = Ja
hear-no = Nein
hear-again = Noch einmal abspielen
hear-done = Ihr Lautsprecher funktioniert.

speak-title = Sprechen
speak-idle = Schalten Sie das Mikrofon ein. Wenn Ihr Gerät fragt, wählen Sie „Erlauben“.
speak-start = Mikrofon einschalten
speak-opening = Das Mikrofon wird eingeschaltet …
speak-say = Sagen Sie: „Guten Abend“
speak-done = Ihr Mikrofon funktioniert.
speak-meter = Der Balken bewegt sich, wenn Sie sprechen.

echo-ready = Kommt Ihre Stimme auch an? Bei der Hörprobe geht sie zum Server und kommt zurück. Niemand sonst hört sie.
echo-start = Hörprobe beginnen
echo-preparing = Die Hörprobe wird vorbereitet …
echo-speak = Bitte sprechen Sie jetzt: Erzählen Sie in zwei, drei Sätzen, was Sie heute gemacht haben.
echo-progress = Wie weit die Hörprobe ist
echo-stop = Hörprobe beenden
echo-heard = Man hört Sie.
echo-play = Anhören, wie Sie klingen
echo-again = Hörprobe wiederholen
echo-no-room = Eine Hörprobe ist gerade nicht möglich. An Ihrem Mikrofon liegt das nicht.
echo-no-path = Ihr Ton findet von hier keinen Weg zum Server.
echo-silent = Bei der Hörprobe haben Sie nichts gesagt. Bitte wiederholen Sie sie, und sprechen Sie dabei.
echo-lost = Ihre Stimme kam nicht so zurück, wie Sie gesprochen haben. Bitte wiederholen Sie die Hörprobe.

see-title = Sehen
see-idle = Schalten Sie die Kamera ein. Wenn Ihr Gerät fragt, wählen Sie „Erlauben“.
see-start = Kamera einschalten
see-skip = Ohne Kamera teilnehmen
see-opening = Die Kamera wird eingeschaltet …
see-done = Ihre Kamera funktioniert.
see-skipped = Sie nehmen ohne Kamera teil.
see-mirror = Ihr Kamerabild, wie im Spiegel

connection-title = Verbindung
connection-running = Die Verbindung wird geprüft …
connection-done = Die Verbindung steht.

status-idle = Noch offen
status-running = Läuft
status-skipped = Ausgelassen
status-success = Fertig
status-failed = Hinweis

choose-speaker = Lautsprecher
choose-microphone = Mikrofon
choose-camera = Kamera
device-unnamed = Gerät { $number }
