# The operator's page. It is read by who looks after the server, not by members.

operator-title = Is the server sound?
operator-all-well = All is well.
operator-not-well = { $count ->
    [one] There is one thing to be seen to.
   *[other] There are { $count } things to be seen to.
}
operator-version = Vorzimmer { $version }, checked at { $time } (UTC). Load the page anew to check again.
operator-well = fine
operator-doubt = please look
operator-trouble = fault
operator-other-language = Deutsch

operator-client = Pages for the members
operator-client-well = The files are there.
operator-client-missing = The files are missing or cannot be read: server.client_dir in the configuration names the wrong folder, or the pages have not been built yet.
operator-store = Database
operator-store-well = It can be read and written.
operator-store-broken = It cannot be written: is the disk full, or does the folder server.data_dir belong to somebody else?
operator-links = Address of the personal links
operator-links-well = It begins with https://, which microphone and camera ask for.
operator-links-local = It is good on this machine alone: enough to try things out, and no way in for members.
operator-links-insecure = It does not begin with https://. The browsers of members will give neither microphone nor camera: server.public_url.
operator-engine-embedded = Meeting room in this server
operator-engine = Meeting room on LiveKit “{ $name }”
operator-engine-usual = Every meeting runs here that is not pinned to another.
operator-embedded-idle = It is not needed, and not started.
operator-embedded-runs = It runs (version { $version }, LiveKit protocol { $protocol }). Sound and pictures travel over { $ports } to { $addresses }.
operator-embedded-ports-udp = UDP { $udp }
operator-embedded-ports-both = UDP { $udp } and TCP { $tcp }
operator-embedded-no-tcp = Without a TCP port, members stay outside whose network lets no UDP through: meeting.tcp_port.
operator-embedded-inside = These addresses can be reached from your own network alone, while the links are for the internet: members at home will see and hear nothing. Name the public address in meeting.addresses.
operator-embedded-stuck = It does not start: { $problem }
operator-livekit-well = It answers (version { $version }, LiveKit protocol { $protocol }), accepts key and secret, and lets participants in.
operator-livekit-unreachable = It cannot be reached from here: { $problem }
operator-livekit-strange = What answers there is no LiveKit (HTTP status { $status }): is the address right?
operator-livekit-key = It does not accept key or secret: do both stand in its own configuration like this (keys)?
operator-livekit-refuses = It refuses: { $problem }
operator-livekit-no-join = It answers calls, but lets nobody in: { $problem }
operator-pins = Pinned meetings
operator-pin-lost = The meeting { $meeting } is pinned to “{ $engine }”, which is not in the configuration: nobody can join it.
