# What every screen needs.

-product = Vorzimmer

brand = { -product }
page-title = { $screen } – { $meeting }
switch-language = Auf Deutsch umstellen
switch-language-short = Deutsch
help-by-phone = Help by phone
try-again = Try again
cancel = Cancel
loading = Loading …
link-returning = The connection was lost. It will come back by itself …
link-back = You are back.
