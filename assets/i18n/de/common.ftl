# What every screen needs.

-product = Vorzimmer

brand = { -product }
page-title = { $screen } – { $meeting }
switch-language = Switch to English
switch-language-short = English
help-by-phone = Hilfe am Telefon
try-again = Noch einmal versuchen
cancel = Abbrechen
loading = Wird geladen …
link-returning = Die Verbindung ist unterbrochen. Sie wird von selbst wiederhergestellt …
link-back = Sie sind wieder da.
