# Screens of who is not, or not yet, let in.

stranger-title = Guten Tag
stranger-sentence = Zu Ihrer Sitzung kommen Sie mit dem persönlichen Link aus Ihrer Einladung.
stranger-remedy = Bitte öffnen Sie diesen Link.
unknown-title = Dieser Link ist nicht bekannt
unknown-sentence = Vielleicht ist er beim Kopieren nicht ganz mitgekommen.
unknown-remedy = Bitte öffnen Sie den Link noch einmal direkt aus Ihrer Einladung.
expired-title = Diese Sitzung ist vorbei
expired-sentence = Ihr Link galt für eine frühere Sitzung.
expired-remedy = Für die nächste Sitzung bekommen Sie eine neue Einladung.
revoked-title = Diese Einladung gilt nicht mehr
revoked-sentence = Der Sitzungsdienst hat sie zurückgenommen.
revoked-remedy = Bitte sehen Sie nach, ob Sie eine neuere Einladung bekommen haben, oder fragen Sie den Sitzungsdienst.

rejected-title = Sie wurden nicht eingelassen
rejected-from-staff = Der Sitzungsdienst schreibt Ihnen
rejected-without-words = Bitte wenden Sie sich an den Sitzungsdienst.
rejected-stay = Lassen Sie diese Seite ruhig offen. Wenn der Sitzungsdienst Sie doch einlässt, geht es hier von selbst weiter.

elsewhere-title = Sie sind schon an anderer Stelle dabei
elsewhere-sentence = Ihr Link ist in einem anderen Fenster oder auf einem anderen Gerät geöffnet.
elsewhere-note = Wenn Sie hier weitermachen, wird er dort geschlossen. Ihr Platz bleibt Ihnen sicher.
elsewhere-continue = Hier weitermachen
