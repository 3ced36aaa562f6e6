# What was found: one sentence that names the fault and the remedy, and the label of one button.

finding-insecure-context = Diese Seite ist nicht gesichert geöffnet, deshalb sperrt Ihr Browser Mikrofon und Kamera: Bitte öffnen Sie den Link noch einmal aus Ihrer Einladung.
finding-insecure-context-button = Noch einmal versuchen
finding-mic-permission-pending = Ihr Gerät fragt gerade nach dem Mikrofon: Bitte wählen Sie „Erlauben“.
finding-mic-permission-pending-button = Noch einmal fragen
finding-mic-permission-dismissed = Die Frage nach dem Mikrofon wurde geschlossen: Bitte lassen Sie noch einmal fragen und wählen Sie „Erlauben“.
finding-mic-permission-dismissed-button = Noch einmal fragen
finding-mic-permission-denied = Das Mikrofon ist für diese Seite gesperrt: Bitte tippen Sie auf das Zeichen neben der Adresse ganz oben und erlauben Sie das Mikrofon.
finding-mic-permission-denied-button = Mikrofon einschalten
finding-mic-missing = Wir finden kein Mikrofon: Bitte schließen Sie ein Mikrofon oder Kopfhörer mit Mikrofon an.
finding-mic-missing-button = Noch einmal suchen
finding-mic-in-use = Ein anderes Programm benutzt gerade Ihr Mikrofon: Bitte schließen Sie dieses Programm.
finding-mic-in-use-button = Noch einmal versuchen
finding-mic-unplugged = Das Mikrofon ist nicht mehr da: Bitte stecken Sie es wieder ein.
finding-mic-unplugged-button = Noch einmal suchen
finding-mic-failed = Das Mikrofon ließ sich nicht einschalten: Bitte versuchen Sie es noch einmal.
finding-mic-failed-button = Noch einmal versuchen
finding-camera-permission-pending = Ihr Gerät fragt gerade nach der Kamera: Bitte wählen Sie „Erlauben“.
finding-camera-permission-pending-button = Noch einmal fragen
finding-camera-permission-dismissed = Die Frage nach der Kamera wurde geschlossen: Bitte lassen Sie noch einmal fragen und wählen Sie „Erlauben“.
finding-camera-permission-dismissed-button = Noch einmal fragen
finding-camera-permission-denied = Die Kamera ist für diese Seite gesperrt: Bitte tippen Sie auf das Zeichen neben der Adresse ganz oben und erlauben Sie die Kamera.
finding-camera-permission-denied-button = Kamera einschalten
finding-camera-missing = Wir finden keine Kamera: Bitte schließen Sie eine Kamera an, oder nehmen Sie ohne Kamera teil.
finding-camera-missing-button = Noch einmal suchen
finding-camera-in-use = Ein anderes Programm benutzt gerade Ihre Kamera: Bitte schließen Sie dieses Programm.
finding-camera-in-use-button = Noch einmal versuchen
finding-camera-unplugged = Die Kamera ist nicht mehr da: Bitte stecken Sie sie wieder ein.
finding-camera-unplugged-button = Noch einmal suchen
finding-camera-failed = Die Kamera ließ sich nicht einschalten: Bitte versuchen Sie es noch einmal.
finding-camera-failed-button = Noch einmal versuchen
finding-sound-locked = Ihr Browser hält den Ton noch zurück: Bitte schalten Sie ihn mit diesem Knopf ein.
finding-sound-locked-button = Ton einschalten
finding-speaker-not-heard = Sie haben den Klang nicht gehört: Bitte stellen Sie Ihr Gerät lauter oder wählen Sie einen anderen Lautsprecher.
finding-speaker-not-heard-button = Klang noch einmal abspielen
finding-server-unreachable = Wir erreichen den Warteraum gerade nicht: Bitte lassen Sie die Seite offen, wir versuchen es weiter.
finding-server-unreachable-button = Jetzt versuchen

# What happened to a device and was mended by itself.

notice-other-device = ein anderes Gerät
notice-mic-replaced = Ihr Mikrofon ist nicht mehr da. Jetzt benutzen wir: { $device }
notice-mic-returned = Ihr Mikrofon ist wieder da und wird wieder benutzt.
notice-camera-replaced = Ihre Kamera ist nicht mehr da. Jetzt benutzen wir: { $device }
notice-camera-returned = Ihre Kamera ist wieder da und wird wieder benutzt.
notice-speaker-replaced = Ihr Lautsprecher ist nicht mehr da. Der Ton kommt jetzt aus Ihrem Gerät.
notice-speaker-returned = Ihr Lautsprecher ist wieder da und wird wieder benutzt.
