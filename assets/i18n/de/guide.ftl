# The pages with all faults, for those who help on the telephone.

guide-title = Hilfe für alle, die helfen
guide-about = Was die Seite einem Mitglied sagt, wenn etwas nicht geht, und die Schritte, die nur das Mitglied selbst tun kann.
guide-all = Zu allen Störungen
guide-everywhere = Auf jedem Gerät
guide-no-steps = Hier hilft der Knopf auf der Seite des Mitglieds, oder wer den Server betreibt; das Mitglied muss sonst nichts tun.
guide-other-browser = andere Browser
guide-other-system = andere Systeme
