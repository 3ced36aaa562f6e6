# The operator's page. It is read by who looks after the server, not by members.

operator-title = Ist der Server in Ordnung?
operator-all-well = Alles in Ordnung.
operator-not-well = { $count ->
    [one] An einer Stelle ist etwas zu tun.
   *[other] An { $count } Stellen ist etwas zu tun.
}
operator-version = Vorzimmer { $version }, geprüft um { $time } Uhr (UTC). Laden Sie die Seite neu, um noch einmal zu prüfen.
operator-well = in Ordnung
operator-doubt = bitte ansehen
operator-trouble = gestört
operator-other-language = English

operator-client = Seiten für die Mitglieder
operator-client-well = Die Dateien sind da.
operator-client-missing = Die Dateien fehlen oder sind nicht lesbar: server.client_dir in der Konfiguration zeigt auf den falschen Ordner, oder die Seiten wurden noch nicht gebaut.
operator-store = Datenbank
operator-store-well = Sie lässt sich lesen und schreiben.
operator-store-broken = Sie lässt sich nicht schreiben: Ist die Festplatte voll, oder gehört der Ordner server.data_dir jemand anderem?
operator-links = Adresse der persönlichen Links
operator-links-well = Sie beginnt mit https://, wie es Mikrofon und Kamera verlangen.
operator-links-local = Sie gilt nur auf diesem Rechner: zum Ausprobieren genügt das, Mitglieder kommen damit nicht herein.
operator-links-insecure = Sie beginnt nicht mit https://. Die Browser der Mitglieder geben dann weder Mikrofon noch Kamera frei: server.public_url.
operator-engine-embedded = Sitzungsraum in diesem Server
operator-engine = Sitzungsraum auf LiveKit „{ $name }“
operator-engine-usual = Hier laufen alle Sitzungen, die nirgends sonst festgelegt sind.
operator-embedded-idle = Er wird nicht gebraucht und ist nicht gestartet.
operator-embedded-runs = Er läuft (Version { $version }, LiveKit-Protokoll { $protocol }). Ton und Bild gehen über { $ports } an { $addresses }.
operator-embedded-ports-udp = UDP { $udp }
operator-embedded-ports-both = UDP { $udp } und TCP { $tcp }
operator-embedded-no-tcp = Ohne einen TCP-Port bleiben Mitglieder draußen, deren Netz kein UDP durchlässt: meeting.tcp_port.
operator-embedded-inside = Diese Adressen sind nur im eigenen Netz zu erreichen, die Links aber gelten im Internet: Mitglieder zu Hause sehen und hören nichts. Nennen Sie in meeting.addresses die öffentliche Adresse.
operator-embedded-stuck = Er lässt sich nicht starten: { $problem }
operator-livekit-well = Er antwortet (Version { $version }, LiveKit-Protokoll { $protocol }), nimmt Schlüssel und Geheimnis an und lässt Teilnehmende herein.
operator-livekit-unreachable = Er ist von hier aus nicht zu erreichen: { $problem }
operator-livekit-strange = Was dort antwortet, ist kein LiveKit (HTTP-Status { $status }): Stimmt die Adresse?
operator-livekit-key = Er nimmt Schlüssel oder Geheimnis nicht an: Stehen beide so in seiner eigenen Konfiguration (keys)?
operator-livekit-refuses = Er verweigert den Dienst: { $problem }
operator-livekit-no-join = Er antwortet auf Anfragen, lässt aber niemanden herein: { $problem }
operator-pins = Festgelegte Sitzungen
operator-pin-lost = Die Sitzung { $meeting } ist auf „{ $engine }“ festgelegt, und das steht nicht in der Konfiguration: Niemand kann ihr beitreten.
