# On the way in, in the meeting, and after it.

joining-title = Sie werden eingelassen
joining-sentence = Einen Augenblick, die Sitzung wird geöffnet …
joining-no-meeting = Der Sitzungsraum ist im Augenblick nicht erreichbar. Sie sind eingelassen; die Seite versucht es von selbst weiter.
joining-muted = Ihr Mikrofon ist zu Beginn ausgeschaltet.

meeting-people = Teilnehmende: { $count }
meeting-coming = Ton und Bild werden verbunden.
meeting-alone = Sie sind im Augenblick allein in der Sitzung.
meeting-me = Sie ({ $name })
meeting-speaking = spricht
meeting-muted = Mikrofon aus
meeting-paused = Bild angehalten
meeting-quality-excellent = Verbindung sehr gut
meeting-quality-good = Verbindung gut
meeting-quality-poor = Verbindung schwach
meeting-quality-lost = Verbindung unterbrochen
meeting-shows = { $name } zeigt den Bildschirm
meeting-share = Bildschirm zeigen
meeting-share-stop = Nicht mehr zeigen
meeting-sharing = Alle sehen jetzt Ihren Bildschirm.
meeting-pages = Seiten
meeting-page = Seite { $page } von { $count }
meeting-previous = Zurück
meeting-next = Weiter
meeting-layout-large = Wer spricht, groß
meeting-layout-equal = Alle gleich groß
meeting-silenced = Der Sitzungsdienst hat Ihr Mikrofon ausgeschaltet. Sie können es wieder einschalten.
meeting-mic-refused = Diese Sitzung nimmt Ihr Mikrofon nicht an: Man hört Sie nicht. Bitte rufen Sie den Sitzungsdienst an.
meeting-camera-refused = Diese Sitzung nimmt Ihre Kamera nicht an: Man sieht Sie nicht. Bitte rufen Sie den Sitzungsdienst an.
meeting-less = Damit der Ton gut ankommt, senden Sie kein Bild und sehen die anderen klein.
meeting-use-all = Alle Bilder wieder übertragen
meeting-controls = Ihre Knöpfe
meeting-mic-on = Mikrofon einschalten
meeting-mic-off = Mikrofon ausschalten
meeting-camera-on = Kamera einschalten
meeting-camera-off = Kamera ausschalten
meeting-leave = Sitzung verlassen

ended-left-title = Sie haben die Sitzung verlassen
ended-left-sentence = Solange die Sitzung läuft, können Sie zurückkehren.
ended-rejoin = Zurück in die Sitzung
ended-over-title = Die Sitzung ist beendet
ended-over-sentence = Vielen Dank für Ihre Teilnahme. Sie können diese Seite jetzt schließen.
