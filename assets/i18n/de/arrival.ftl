# The first screen. index.html shows the same before the program has loaded: a test compares the two.

arrival-greeting = Guten Tag, { $name }
arrival-invited = Sie sind zu dieser Sitzung eingeladen.
arrival-next = So geht es weiter
arrival-step-check = Im Warteraum prüfen wir mit Ihnen Ton und Bild.
arrival-step-admitted = Der Sitzungsdienst lässt Sie in die Sitzung ein.
arrival-step-meeting = Alle können Sie hören und sehen.
arrival-nothing-needed = Sie brauchen kein Konto und müssen nichts installieren.
arrival-enter = Zum Warteraum
arrival-entering = Einen Augenblick, der Warteraum wird geöffnet …
arrival-unreachable = Wir erreichen den Warteraum gerade nicht. Bitte lassen Sie die Seite offen, wir versuchen es weiter.

desk-arriving = Einen Augenblick, Ihre Übersicht wird geöffnet …
